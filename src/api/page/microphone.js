// SPDX-License-Identifier: Apache-2.0
// Asks the browser for the microphone, and says in plain words why there is none.

// Reasons by the name that browsers give them: what is wrong, and what mends it.
const REASONS = {
  NotAllowedError: ["The browser was told not to let this page use the microphone.",
    "Click the icon at the left of the address, allow the microphone, and call again. Where the system asks as well, " +
    "allow the browser there (Settings → Privacy → Microphone)."],
  NotFoundError: ["There is no microphone.",
    "Plug one in, or switch it on in the sound settings of the system, and call again."],
  NotReadableError: ["The microphone is there but cannot be opened.",
    "Another program holds it, or its driver fails: close other programs that record, replug it, and call again."],
  OverconstrainedError: ["The microphone cannot do what the page asked for.", "Choose another one in the system's settings."],
  AbortError: ["The microphone stopped while it was being opened.", "Call again; replug it when that does not help."],
  SecurityError: ["This page may not use a microphone.",
    "The document is embedded or a policy of the site forbids it: open the page in a tab of its own."],
};

export class MicrophoneProblem extends Error {
  constructor(name, message, remedy) {
    super(message);
    this.name = name;
    this.remedy = remedy;
  }
}

// What can be known without asking; null when nothing speaks against it.
export function foreseeableProblem(scope = globalThis) {
  if (!scope.isSecureContext) {
    return new MicrophoneProblem("InsecureContext", "Browsers give the microphone only to https:// and to this machine.",
      "Open the page as http://localhost or http://127.0.0.1 (an SSH tunnel does), or put a proxy with TLS in front.");
  }
  if (!scope.navigator.mediaDevices?.getUserMedia) {
    return new MicrophoneProblem("Unsupported", "This browser has no microphone interface.",
      "Use a current Chrome, Edge, Firefox or Safari.");
  }
  if (!scope.AudioWorkletNode || !scope.WebSocket) {
    return new MicrophoneProblem("Unsupported", "This browser has no AudioWorklet.",
      "Use a current Chrome, Edge, Firefox or Safari.");
  }
  return null;
}

export async function openMicrophone() {
  const problem = foreseeableProblem();
  if (problem) throw problem;
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch (error) {
    const [message, remedy] = REASONS[error.name] ??
      [`The browser gave no microphone (${error.name}).`, "Reload the page and call again."];
    throw new MicrophoneProblem(error.name, message, remedy);
  }
}
