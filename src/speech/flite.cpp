// SPDX-License-Identifier: Apache-2.0
// The embedded voice: flite, streamed from a pool of its own.
