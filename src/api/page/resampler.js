// SPDX-License-Identifier: Apache-2.0
// Streaming conversion between two sample rates: windowed sinc, one row of taps a phase. Used by both worklets.

const LOBES = 16;

function gcd(a, b) {
  return b === 0 ? a : gcd(b, a % b);
}

function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

// Blackman, x from -1 to 1: side lobes below -70 dB.
function window(x) {
  return 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x);
}

export class Resampler {
  constructor(from, to) {
    const common = gcd(from, to);
    this.up = to / common;      // output n stands at input position n * down / up
    this.down = from / common;
    // Passes up to 90 % of the lower rate's half.
    const cut = 0.9 * Math.min(1, to / from);
    const reach = Math.ceil(LOBES / cut);
    this.taps = 2 * reach;
    this.rows = [];
    for (let phase = 0; phase < this.up; ++phase) {
      const row = new Float32Array(this.taps);
      let sum = 0;
      for (let k = 0; k < this.taps; ++k) {
        const x = k - reach + 1 - phase / this.up;
        row[k] = cut * sinc(cut * x) * window(Math.max(-1, Math.min(1, x / reach)));
        sum += row[k];
      }
      for (let k = 0; k < this.taps; ++k) row[k] /= sum;
      this.rows.push(row);
    }
    this.reset();
  }

  reset() {
    this.held = new Float32Array(this.taps - 1);  // the last inputs, oldest first
    this.whole = 0;                               // position of the next output within `held` and what follows
    this.phase = 0;
  }

  convert(input) {
    const all = new Float32Array(this.held.length + input.length);
    all.set(this.held);
    all.set(input, this.held.length);
    const room = Math.ceil((all.length * this.up) / this.down) + 1;
    const output = new Float32Array(room);
    let count = 0;
    while (this.whole + this.taps <= all.length) {
      const row = this.rows[this.phase];
      let sum = 0;
      for (let k = 0; k < this.taps; ++k) sum += row[k] * all[this.whole + k];
      output[count++] = sum;
      this.phase += this.down;
      this.whole += Math.floor(this.phase / this.up);
      this.phase %= this.up;
    }
    const used = Math.min(this.whole, all.length);
    this.held = all.slice(used);
    this.whole -= used;
    return output.subarray(0, count);
  }
}
