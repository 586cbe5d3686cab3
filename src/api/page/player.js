// SPDX-License-Identifier: Apache-2.0
// AudioWorklet: plays the agent's audio in order, holds a little back against a restless network, forgets what a newer
// generation has made stale, and tells what was played.
import { Resampler } from "./resampler.js";

const CUSHION = 0.05;        // seconds held back when the agent begins to speak
const MOST_CUSHION = 0.2;    // after underruns
const FADE = 0.005;          // seconds; an interruption is no click
const REPORT_EVERY = 0.05;   // seconds
const MOST_WAITING = 10;     // seconds; the server never sends further ahead

class Player extends AudioWorkletProcessor {
  constructor(options) {
    super();
    this.rate = options.processorOptions.rate;
    this.resampler = sampleRate === this.rate ? null : new Resampler(this.rate, sampleRate);
    this.waiting = [];       // Float32Arrays at the context's rate
    this.samples = 0;        // in `waiting`
    this.generation = 1;
    this.received = 0;       // position behind the newest sample, at the call's rate
    this.floor = 0;          // position at the last clear; nothing before it is told any more
    this.playing = false;
    this.since = 0;          // context time of the first sample that waits
    this.dryAt = -1;         // context time at which the last spurt ran dry
    this.cushion = CUSHION;
    this.reportDue = 0;
    this.power = 0;
    this.measured = 0;
    this.ended = false;
    this.port.onmessage = ({ data }) => this.take(data);
  }

  take(message) {
    if (message.type === "end") this.ended = true;
    if (message.type === "clear" && message.generation > this.generation) {
      this.generation = message.generation;
      this.floor = this.received;
      this.fadeOut();
    }
    if (message.type !== "audio" || message.generation < this.generation) return;
    const pcm = new Int16Array(message.audio, message.offset);
    const samples = new Float32Array(pcm.length);
    for (let i = 0; i < pcm.length; ++i) samples[i] = pcm[i] / 32768;
    // A copy: the resampler may use its memory again.
    const ready = this.resampler ? this.resampler.convert(samples).slice() : samples;
    this.received = message.position + pcm.length;
    if (this.samples === 0) this.since = currentTime;
    if (this.samples > MOST_WAITING * sampleRate) return;
    this.waiting.push(ready);
    this.samples += ready.length;
  }

  fadeOut() {
    const length = this.playing ? Math.min(this.samples, Math.round(FADE * sampleRate)) : 0;
    const tail = new Float32Array(length);
    this.pull(tail);
    for (let i = 0; i < length; ++i) tail[i] *= 1 - i / length;
    this.waiting = length > 0 ? [tail] : [];
    this.samples = length;
    this.dryAt = -1;
    if (this.resampler) this.resampler.reset();
  }

  // Fills `out` as far as there is something; returns how far.
  pull(out) {
    let filled = 0;
    while (filled < out.length && this.waiting.length > 0) {
      const head = this.waiting[0];
      const count = Math.min(head.length, out.length - filled);
      out.set(head.subarray(0, count), filled);
      filled += count;
      if (count === head.length) this.waiting.shift();
      else this.waiting[0] = head.subarray(count);
    }
    this.samples -= filled;
    return filled;
  }

  begin() {
    if (this.playing || this.samples === 0) return;
    const held = this.samples / sampleRate >= this.cushion || currentTime - this.since >= this.cushion;
    if (!held) return;
    // Dry for a moment in the middle of speech: the network needs more patience.
    if (this.dryAt >= 0 && currentTime - this.dryAt < 0.15) this.cushion = Math.min(MOST_CUSHION, this.cushion + 0.02);
    this.playing = true;
  }

  process(_inputs, outputs) {
    const out = outputs[0][0];
    this.begin();
    const filled = this.playing ? this.pull(out) : 0;
    const wasPlaying = this.playing;
    if (this.playing && this.samples === 0) {
      this.playing = false;
      this.dryAt = currentTime;
    }
    for (const sample of out) this.power += sample * sample;
    this.measured += out.length;
    this.report(filled > 0 || wasPlaying, wasPlaying && !this.playing);
    return !this.ended;
  }

  report(active, ranDry) {
    if (currentTime < this.reportDue && !ranDry) return;
    this.reportDue = currentTime + REPORT_EVERY;
    const level = Math.sqrt(this.power / Math.max(1, this.measured));
    this.power = 0;
    this.measured = 0;
    const ahead = Math.ceil((this.samples * this.rate) / sampleRate);
    this.port.postMessage({
      type: "played", active, level, generation: this.generation, position: Math.max(this.floor, this.received - ahead),
    });
  }
}

registerProcessor("parley-player", Player);
