// SPDX-License-Identifier: Apache-2.0
// AudioWorklet: what the microphone gives, at the call's rate, in messages of 20 ms, with its level.
import { Resampler } from "./resampler.js";

class Capture extends AudioWorkletProcessor {
  constructor(options) {
    super();
    const rate = options.processorOptions.rate;
    this.resampler = sampleRate === rate ? null : new Resampler(sampleRate, rate);
    this.frame = new Int16Array(rate / 50);
    this.filled = 0;
    this.muted = false;
    this.ended = false;
    this.port.onmessage = ({ data }) => {
      if (data.type === "mute") this.muted = data.muted;
      if (data.type === "end") this.ended = true;
    };
  }

  process(inputs) {
    if (this.ended) return false;
    const channels = inputs[0];
    // A track that ended has no channels: say silence, so that the server is never left without audio.
    const heard = channels.length > 0 ? channels[0] : new Float32Array(128);
    const samples = this.resampler ? this.resampler.convert(heard) : heard;
    for (const sample of samples) {
      const value = this.muted ? 0 : Math.max(-1, Math.min(1, sample));
      this.frame[this.filled++] = Math.round(value * 32767);
      if (this.filled === this.frame.length) this.send();
    }
    return true;
  }

  send() {
    let power = 0;
    for (const sample of this.frame) power += sample * sample;
    const level = Math.sqrt(power / this.frame.length) / 32768;
    const audio = this.frame.buffer;
    this.frame = new Int16Array(this.frame.length);
    this.filled = 0;
    this.port.postMessage({ type: "audio", audio, level }, [audio]);
  }
}

registerProcessor("parley-capture", Capture);
