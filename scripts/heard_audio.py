# SPDX-License-Identifier: Apache-2.0
"""Whether two pieces of speech are the same, by how loud each 10 ms of them are: what loses a packet now and then or
begins a little later is still the same, another sentence is not."""
import audioop
import math
import wave

WINDOW_MS = 10
VOICED = 180  # root mean square of 16 bits, -45 dB of full scale
PIECE = 100  # windows that are compared at a time
MOST_SHIFT = 6  # windows that a piece may come before or behind its place, counted from the last one
SAME = 0.9


def agent_side(path):
    """Samples of the right channel of a stereo recording, and their rate."""
    with wave.open(str(path)) as sound:
        samples = audioop.tomono(sound.readframes(sound.getnframes()), 2, 0, 1)
        return samples, sound.getframerate()


def loudness(samples, rate):
    step = 2 * rate * WINDOW_MS // 1000
    return [audioop.rms(samples[at:at + step], 2) for at in range(0, len(samples) - step + 1, step)]


def voiced_part(windows):
    """From the first to behind the last voiced window."""
    voiced = [at for at, value in enumerate(windows) if value >= VOICED]
    return windows[voiced[0]:voiced[-1] + 1] if voiced else []


def correlation(one, other):
    count = min(len(one), len(other))
    if count == 0:
        return 0.0
    mean_one, mean_other = sum(one[:count]) / count, sum(other[:count]) / count
    product = sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other))
    energy = math.sqrt(sum((a - mean_one) ** 2 for a in one[:count]) * sum((b - mean_other) ** 2 for b in other[:count]))
    return product / energy if energy > 0 else 0.0


def likeness(one, other):
    """0 to 1 of two voiced parts, a second at a time: a pause of some packets may lie between two seconds. 0 when one is
    longer by a tenth and 200 ms."""
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    if shorter == 0 or longer > 1.1 * shorter + 20:
        return 0.0
    alike = compared = shift = 0
    for start in range(0, len(one), PIECE):
        piece = one[start:start + PIECE]
        if compared and len(piece) < PIECE // 2:
            break
        found = []
        for at in range(max(0, start + shift - MOST_SHIFT), start + shift + MOST_SHIFT + 1):
            opposite = other[at:at + len(piece)]
            if len(opposite) >= len(piece) // 2:
                found.append((correlation(piece, opposite), at - start))
        best, shift = max(found, default=(0.0, shift))
        alike += best * len(piece)
        compared += len(piece)
    return alike / compared


def same(one, other):
    return likeness(one, other) >= SAME
