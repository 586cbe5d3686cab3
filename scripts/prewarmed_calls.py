# SPDX-License-Identifier: Apache-2.0
"""scripts/bench_calls prewarmed: questions that only the model knows, made ready by POST /v1/cache/prewarm, then asked once
each in calls. `route` is from the words to the decision, `first_audio` from there being words to the first frame queued."""
from bench_parts import Server, Stores, percentile, say, until
from call_gaps import short_answers
from call_stage import CLIP, Model, definition, organizations, place_calls, records, routing_learned, scripted

TURNS = 5
CONCURRENCY = 10
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]
THINGS = ["filter", "valve", "pump", "sensor", "burner", "pipe", "fan", "switch", "meter", "hose", "gasket", "nozzle", "panel",
          "bolt", "wire", "clamp", "motor", "lamp", "seal", "bracket"]


def questions(count):
    """Distinct ones that no pattern is for."""
    known = {}
    for number in range(count):
        thing, day = THINGS[number % len(THINGS)], DAYS[number // len(THINGS) % len(DAYS)]
        kind = "spare" if number < len(THINGS) * len(DAYS) else "used"
        known[f"who carries the {kind} {thing} upstairs for a {day} visit"] = {
            "answer": f"The {kind} {thing} is carried by the {day} crew.", "confidence": 0.97, "says_static": True}
    if len(known) != count:
        raise SystemExit(f"there are {len(known)} questions at the most")
    return known


def measure_prewarmed(place, given, results):
    answers = questions(given.questions)
    model = Model(place, answers)
    try:
        text = short_answers(definition()) + "\nprewarm:\n  questions:\n" + "".join(f'    - "{one}"\n' for one in answers)
        settings = {**organizations(place, text), **model.settings(), **scripted(place, "script", list(answers))}
        stores = Stores(f"{place}/state", settings)
        try:
            run(results, Server(stores, "server", **settings), model, answers)
        finally:
            stores.stop()
    finally:
        model.stop()


def warmed(server):
    return server.get("/v1/cache", key=server.installation)[1]["warming"]


def run(results, server, model, answers):
    try:
        server.lift_limit()
        routing_learned(server)
        until(lambda: warmed(server)["rounds"] >= 1, 120, "the round at start", 0.1)
        rounds = warmed(server)["rounds"]
        status, told = server.get("/v1/cache/prewarm", "POST", {})
        if status != 202:
            raise SystemExit(f"nothing was made ready: {status} {told}")
        round_ = until(lambda: warmed(server) if warmed(server)["rounds"] > rounds else None, 120, "the round", 0.1)
        say(f"made ready: {round_}")
        model_before = model.asked()
        reports = place_calls(server, -(-len(answers) // TURNS), CONCURRENCY, [CLIP] * TURNS)
        told = records(server, reports)
        asked = model.asked() - model_before
    finally:
        server.stop()
    turns = [turn for record in told.values() for turn in record["turns"] if turn["caller"] and turn["caller"]["text"]]
    right = [turn for turn in turns if turn["reply"] and turn["reply"]["text"] == answers[turn["caller"]["text"]]["answer"]]
    known = [turn for turn in right if turn["decision"].get("evidence", "").startswith("remembered")]
    results.add("prewarmed.jobs_failed", round_["failed"], "jobs", round_["jobs"])
    results.add("prewarmed.distinct_questions", len({turn["caller"]["text"] for turn in turns}), "questions", len(turns))
    results.add("prewarmed.right", len(right), "turns", len(turns))
    results.add("prewarmed.from_memory", len(known), "turns", len(turns))
    results.add("prewarmed.model_calls", asked, "calls", len(turns))
    for stage in ("route", "first_audio"):
        values = [turn["timings_ms"][stage] for turn in known if turn["timings_ms"][stage] is not None]
        for name, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0)):
            results.add(f"prewarmed.{stage}_ms.{name}", percentile(values, share), "ms", len(values))
