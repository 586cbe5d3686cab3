// SPDX-License-Identifier: Apache-2.0
// One call: microphone, one WebSocket, loudspeaker (docs/browser-protocol.md). Tells what happens by `on(type, fields)`.
import { openMicrophone } from "./microphone.js";

const RATE = 16000;
const MOST_BUFFERED = 32000;      // bytes, a second of audio that the network has not taken
const MOST_LATENCY = 500;         // ms that an output device may claim

export class Call {
  constructor(on) {
    this.on = on;
    this.dropped = 0;             // ms of the microphone's audio that the network did not take
    this.over = false;
    this.ready = false;
    this.muted = false;
  }

  // The microphone first: nobody is called who could not hear the caller. Must start in a user's gesture.
  async start({ key, organization }) {
    this.context = new AudioContext({ latencyHint: "interactive" });
    this.context.onstatechange = () => this.on("speaker", { state: this.context.state });
    this.on("microphone", { state: "asking" });
    const worklets = Promise.all(["capture", "player"].map(
      (name) => this.context.audioWorklet.addModule(`/try/${name}.js`)));
    worklets.catch(() => {});
    try {
      this.stream = await openMicrophone();
    } catch (error) {
      this.on("microphone", { state: "refused", reason: error });
      this.close();
      throw error;
    }
    if (this.over) return this.release();  // hung up while the browser was asking
    await worklets;
    await this.context.resume();
    if (this.over) return this.release();
    const [track] = this.stream.getAudioTracks();
    this.on("microphone", { state: "live", label: track.label });
    track.onended = () => this.on("microphone", { state: "lost" });
    track.onmute = () => this.on("microphone", { state: "muted" });
    track.onunmute = () => this.on("microphone", { state: "live", label: track.label });
    this.wire();
    this.connect(key, organization);
  }

  wire() {
    const options = { processorOptions: { rate: RATE } };
    this.source = this.context.createMediaStreamSource(this.stream);
    this.capture = new AudioWorkletNode(this.context, "parley-capture", { ...options, numberOfOutputs: 0 });
    this.player = new AudioWorkletNode(this.context, "parley-player",
      { ...options, numberOfInputs: 0, outputChannelCount: [1] });
    this.source.connect(this.capture);
    this.player.connect(this.context.destination);
    this.capture.port.onmessage = ({ data }) => this.heard(data);
    this.player.port.onmessage = ({ data }) => this.played(data);
    this.capture.onprocessorerror = () => this.on("microphone", { state: "lost" });
    this.player.onprocessorerror = () => this.on("speaker", { state: "broken" });
    this.on("speaker", { state: this.context.state });
  }

  connect(key, organization) {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.on("socket", { state: "connecting" });
    this.socket = new WebSocket(`${scheme}//${location.host}/v1/browser`);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.on("socket", { state: "open" });
      this.say({ type: "hello", protocol: 1, key, organization, sample_rate: RATE });
    };
    this.socket.onmessage = ({ data }) => {
      if (typeof data === "string") this.told(JSON.parse(data));
      else this.speak(data);
    };
    this.socket.onclose = ({ code, reason }) => {
      this.on("socket", { state: "closed", code, reason, expected: this.over });
      this.close();
    };
  }

  say(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  heard({ audio, level }) {
    this.on("level", { side: "you", level });
    if (!this.ready || this.socket.readyState !== WebSocket.OPEN) return;
    if (this.socket.bufferedAmount > MOST_BUFFERED) {
      this.dropped += 20;
      this.on("congested", { dropped_ms: this.dropped });
      return;
    }
    this.socket.send(audio);
  }

  speak(message) {
    const head = new DataView(message);
    if (message.byteLength < 8) return;
    this.player.port.postMessage({
      type: "audio", generation: head.getUint32(0, true), position: head.getUint32(4, true), audio: message, offset: 8,
    }, [message]);
    this.on("agent_audio", {});
  }

  // The worklet's clock runs ahead of the loudspeaker by what the device buffers.
  played({ active, level, generation, position }) {
    this.on("level", { side: "agent", level });
    if (!active) return;
    const latency = Math.min(MOST_LATENCY, 1000 * (this.context.outputLatency || this.context.baseLatency || 0));
    setTimeout(() => this.say({ type: "played", generation, position }), latency);
  }

  told(event) {
    if (event.type === "ready") this.ready = true;
    if (event.type === "clear") this.player.port.postMessage({ type: "clear", generation: event.generation });
    if (event.type === "ended" || event.type === "refused") {
      this.over = true;
      this.ready = false;
    }
    this.on(event.type, event);
  }

  press(digit) {
    this.say({ type: "dtmf", digit });
  }

  mute(muted) {
    this.muted = muted;
    this.capture?.port.postMessage({ type: "mute", muted });
  }

  hangUp() {
    this.ready = false;
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.say({ type: "hang_up" });
      // A server that does not answer is left.
      setTimeout(() => this.socket.close(1000), 2000);
      return;
    }
    this.close();
  }

  // The browser's sign that it records goes out.
  release() {
    for (const track of this.stream?.getTracks() ?? []) {
      track.onended = track.onmute = track.onunmute = null;
      track.stop();
    }
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.over = true;
    this.release();
    this.capture?.port.postMessage({ type: "end" });
    if (this.socket && this.socket.readyState < WebSocket.CLOSING) this.socket.close(1000);
    // What is on the way to the loudspeaker may be heard to its end.
    setTimeout(() => this.context?.close().catch(() => {}), 300);
    this.on("over", {});
  }
}
