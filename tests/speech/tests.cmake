# Not a test: plays spoken orders to the recogniser and prints how many it understood, how fast and how early.
#   ninja hear_orders && ./hear_orders DATA MODELS [--noise-db 15] [--endpoint-ms 400] [--speed 1] [--streams 1] [-v]
set(order_sources noise_mix.cpp order_score.cpp spoken_orders.cpp statistics.cpp)
list(TRANSFORM order_sources PREPEND src/commands/)
list(APPEND order_sources src/peer/voice_gate.cpp)
add_executable(hear_orders EXCLUDE_FROM_ALL tests/speech/tools/hear_orders.cpp ${order_sources})
target_include_directories(hear_orders PRIVATE src/commands)
target_link_libraries(hear_orders PRIVATE parley_speech parley_media parley_flags CLI11::CLI11 nlohmann_json::nlohmann_json)

# Not a test: the evidence by which words are trusted, for fitting src/speech/hearing_confidence.cpp.
#   ninja hear_evidence && ./hear_evidence demo LIST.tsv; ./hear_evidence orders LIST.tsv --data DATA
add_executable(hear_evidence EXCLUDE_FROM_ALL tests/speech/tools/hear_evidence.cpp ${order_sources})
target_include_directories(hear_evidence PRIVATE src/commands src/speech)
target_link_libraries(hear_evidence PRIVATE parley_speech parley_media parley_router parley_config parley_flags CLI11::CLI11 nlohmann_json::nlohmann_json)
