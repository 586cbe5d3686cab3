// SPDX-License-Identifier: Apache-2.0
#include "onnx_runtime.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

namespace parley {
namespace {

// What is behind these is the library's business.
struct Status;
struct Environment;
struct Session;
struct SessionOptions;
struct MemoryPlace;
struct Tensor;
struct TypeOf;
struct ShapeOf;
struct Allocator;

using Function = void (*)();

// Places in the table; onnxruntime_c_api.h promises that none ever moves.
enum class Place : std::size_t {
  error_message = 2,
  create_environment = 3,
  create_session = 7,
  run = 9,
  create_session_options = 10,
  set_optimization = 23,
  set_threads_within = 24,
  set_threads_between = 25,
  input_count = 30,
  output_count = 31,
  input_type = 33,
  output_type = 34,
  input_name = 36,
  output_name = 37,
  create_tensor = 49,
  tensor_content = 51,
  as_tensor_type = 55,
  element_type = 60,
  rank = 61,
  dimensions = 62,
  element_count = 64,
  shape_of_tensor = 65,
  create_cpu_memory = 69,
  free = 76,
  default_allocator = 78,
  release_environment = 92,
  release_status = 93,
  release_memory = 94,
  release_session = 95,
  release_tensor = 96,
  release_type = 98,
  release_shape = 99,
  release_session_options = 100,
};

struct Entrance {
  const Function* (*table)(std::uint32_t version);
  const char* (*version)();
};

constexpr std::uint32_t kVersion = 1;
constexpr int kWarnings = 3;  // errors and worse are logged by the library
constexpr int kAllOptimization = 99;
constexpr int kDeviceAllocator = 0;
constexpr int kDefaultMemory = 0;
constexpr std::size_t kLargestOutput = std::size_t{64} << 20U;  // numbers

class Table {
 public:
  explicit Table(const Function* table) : table_(table) {}

  template <class Signature, class... Given>
  auto call(Place place, Given... given) const {
    return reinterpret_cast<Signature*>(table_[static_cast<std::size_t>(place)])(given...);
  }
  // Of functions that answer with a status; null is well.
  template <class... Wanted, class... Given>
  Result<void> ask(Place place, Given... given) const {
    auto* status = reinterpret_cast<Status* (*)(Wanted...)>(table_[static_cast<std::size_t>(place)])(given...);
    if (status == nullptr) return {};
    const std::string message =
        call<const char*(const Status*)>(Place::error_message, static_cast<const Status*>(status));
    call<void(Status*)>(Place::release_status, status);
    return Error{Fault::unsupported, "ONNX Runtime: " + message};
  }
  template <class T>
  auto owned(T* thing, Place release) const {
    const auto end = [table = table_, release](T* gone) {
      reinterpret_cast<void (*)(T*)>(table[static_cast<std::size_t>(release)])(gone);
    };
    return std::unique_ptr<T, decltype(end)>(thing, end);
  }

 private:
  const Function* table_;
};

OnnxType known(int type) {
  const auto one = static_cast<OnnxType>(type);
  return one == OnnxType::float32 || one == OnnxType::int32 || one == OnnxType::int64 ? one : OnnxType::other;
}

class Network final : public OnnxNetwork {
 public:
  explicit Network(Table table) : table_(table) {}
  ~Network() override {
    if (memory_) table_.call<void(MemoryPlace*)>(Place::release_memory, memory_);
    if (session_) table_.call<void(Session*)>(Place::release_session, session_);
    if (environment_) table_.call<void(Environment*)>(Place::release_environment, environment_);
  }
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  Result<void> open(const std::string& model) {
    auto done =
        table_.ask<int, const char*, Environment**>(Place::create_environment, kWarnings, "parley", &environment_);
    if (!done) return done;
    SessionOptions* made = nullptr;
    done = table_.ask<SessionOptions**>(Place::create_session_options, &made);
    if (!done) return done;
    const auto options = table_.owned(made, Place::release_session_options);
    // One thread each: the one that asks.
    for (const auto place : {Place::set_threads_within, Place::set_threads_between}) {
      done = table_.ask<SessionOptions*, int>(place, options.get(), 1);
      if (!done) return done;
    }
    done = table_.ask<SessionOptions*, int>(Place::set_optimization, options.get(), kAllOptimization);
    if (!done) return done;
    done = table_.ask<const Environment*, const char*, const SessionOptions*, Session**>(
        Place::create_session, environment_, model.c_str(), options.get(), &session_);
    if (!done) return done;
    done = table_.ask<int, int, MemoryPlace**>(Place::create_cpu_memory, kDeviceAllocator, kDefaultMemory, &memory_);
    if (!done) return done;
    done = list(Place::input_count, Place::input_name, Place::input_type, inputs_);
    return done ? list(Place::output_count, Place::output_name, Place::output_type, outputs_) : done;
  }

  const std::vector<OnnxPlace>& inputs() const override { return inputs_; }
  const std::vector<OnnxPlace>& outputs() const override { return outputs_; }

  Result<OnnxTensor> run(const std::vector<std::vector<std::int64_t>>& inputs, std::size_t output) const override {
    if (inputs.size() != inputs_.size() || output >= outputs_.size())
      return Error{Fault::invalid_input, "another count of inputs than the network has"};
    std::vector<std::vector<std::int32_t>> narrow(inputs.size());
    const auto release = [this](Tensor* gone) { table_.call<void(Tensor*)>(Place::release_tensor, gone); };
    std::vector<std::unique_ptr<Tensor, decltype(release)>> tensors;
    std::vector<const Tensor*> given;
    std::vector<const char*> names;
    for (std::size_t at = 0; at < inputs.size(); ++at) {
      const bool wide = inputs_[at].type == OnnxType::int64;
      if (!wide) narrow[at].assign(inputs[at].begin(), inputs[at].end());
      // The library only reads inputs, whatever its type says.
      void* values = wide ? static_cast<void*>(const_cast<std::int64_t*>(inputs[at].data())) : narrow[at].data();
      const std::int64_t shape[] = {1, static_cast<std::int64_t>(inputs[at].size())};
      const auto bytes = inputs[at].size() * (wide ? sizeof(std::int64_t) : sizeof(std::int32_t));
      Tensor* made = nullptr;
      const auto done =
          table_.ask<const MemoryPlace*, void*, std::size_t, const std::int64_t*, std::size_t, int, Tensor**>(
              Place::create_tensor, memory_, values, bytes, shape, std::size_t{2},
              static_cast<int>(wide ? OnnxType::int64 : OnnxType::int32), &made);
      if (!done) return done.error();
      given.push_back(tensors.emplace_back(made, release).get());
      names.push_back(inputs_[at].name.c_str());
    }
    const char* wanted = outputs_[output].name.c_str();
    Tensor* came = nullptr;
    const auto done = table_.ask<Session*, const void*, const char* const*, const Tensor* const*, std::size_t,
                                 const char* const*, std::size_t, Tensor**>(
        Place::run, session_, nullptr, names.data(), given.data(), given.size(), &wanted, std::size_t{1}, &came);
    if (!done) return done.error();
    const std::unique_ptr<Tensor, decltype(release)> result(came, release);
    return content(result.get());
  }

 private:
  Result<void> list(Place count_of, Place name_of, Place type_of, std::vector<OnnxPlace>& places) {
    Allocator* allocator = nullptr;
    auto done = table_.ask<Allocator**>(Place::default_allocator, &allocator);
    std::size_t count = 0;
    if (done) done = table_.ask<const Session*, std::size_t*>(count_of, session_, &count);
    for (std::size_t at = 0; done && at < count; ++at) {
      OnnxPlace place;
      char* name = nullptr;
      done = table_.ask<const Session*, std::size_t, Allocator*, char**>(name_of, session_, at, allocator, &name);
      if (!done) return done;
      place.name = name;
      done = table_.ask<Allocator*, void*>(Place::free, allocator, name);
      if (!done) return done;
      TypeOf* type = nullptr;
      done = table_.ask<const Session*, std::size_t, TypeOf**>(type_of, session_, at, &type);
      if (!done) return done;
      const auto owned = table_.owned(type, Place::release_type);
      const ShapeOf* shape = nullptr;  // the type's own; null: no tensor
      done = table_.ask<const TypeOf*, const ShapeOf**>(Place::as_tensor_type, owned.get(), &shape);
      int element = 0;
      if (done && shape != nullptr) done = table_.ask<const ShapeOf*, int*>(Place::element_type, shape, &element);
      place.type = known(element);
      places.push_back(std::move(place));
    }
    return done;
  }

  Result<OnnxTensor> content(Tensor* tensor) const {
    ShapeOf* made = nullptr;
    auto done = table_.ask<const Tensor*, ShapeOf**>(Place::shape_of_tensor, tensor, &made);
    if (!done) return done.error();
    const auto shape = table_.owned(made, Place::release_shape);
    int element = 0;
    std::size_t rank = 0;
    std::size_t count = 0;
    done = table_.ask<const ShapeOf*, int*>(Place::element_type, shape.get(), &element);
    if (done) done = table_.ask<const ShapeOf*, std::size_t*>(Place::rank, shape.get(), &rank);
    if (done) done = table_.ask<const ShapeOf*, std::size_t*>(Place::element_count, shape.get(), &count);
    if (!done) return done.error();
    if (known(element) != OnnxType::float32 || count > kLargestOutput)
      return Error{Fault::unsupported, "the network's output is no tensor of 32-bit numbers"};
    OnnxTensor read;
    read.shape.resize(rank);
    done =
        table_.ask<const ShapeOf*, std::int64_t*, std::size_t>(Place::dimensions, shape.get(), read.shape.data(), rank);
    void* values = nullptr;
    if (done) done = table_.ask<Tensor*, void**>(Place::tensor_content, tensor, &values);
    if (!done) return done.error();
    read.values.resize(count);
    if (count > 0) std::memcpy(read.values.data(), values, count * sizeof(float));
    return read;
  }

  Table table_;
  Environment* environment_ = nullptr;
  Session* session_ = nullptr;
  MemoryPlace* memory_ = nullptr;
  std::vector<OnnxPlace> inputs_;
  std::vector<OnnxPlace> outputs_;
};

}  // namespace

Result<std::unique_ptr<OnnxNetwork>> open_onnx_network(const std::string& library, const std::string& model) {
  void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* why = dlerror();
    return Error{Fault::unavailable, std::string("ONNX Runtime cannot be loaded: ") + (why ? why : library)};
  }
  const auto entrance = reinterpret_cast<const Entrance* (*)()>(dlsym(handle, "OrtGetApiBase"));
  const auto* table = entrance ? entrance()->table(kVersion) : nullptr;
  if (table == nullptr) return Error{Fault::unavailable, library + " is no library of ONNX Runtime"};
  auto network = std::make_unique<Network>(Table(table));
  if (auto opened = network->open(model); !opened) return opened.error();
  return std::unique_ptr<OnnxNetwork>(std::move(network));
}

}  // namespace parley
