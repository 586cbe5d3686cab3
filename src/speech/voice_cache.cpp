// SPDX-License-Identifier: Apache-2.0
// Synthesized speech kept by voice, rate and text.
