// SPDX-License-Identifier: Apache-2.0
// Room for one pending Asio operation, used again and again, so that waiting for a packet or a tick never allocates.
#pragma once

#include <cstddef>
#include <new>

namespace parley {

class OperationMemory {
 public:
  OperationMemory() = default;
  OperationMemory(const OperationMemory&) = delete;
  OperationMemory& operator=(const OperationMemory&) = delete;

  void* take(std::size_t size) {
    if (used_ || size > sizeof(room_)) return ::operator new(size);  // a second one at a time: rare, still right
    used_ = true;
    return room_;
  }
  void give_back(void* place) noexcept {
    if (place == room_)
      used_ = false;
    else
      ::operator delete(place);
  }

 private:
  alignas(std::max_align_t) std::byte room_[256];
  bool used_ = false;
};

// The allocator that Asio finds on a completion handler.
template <class T>
class OperationAllocator {
 public:
  using value_type = T;
  explicit OperationAllocator(OperationMemory& memory) noexcept : memory_(&memory) {}
  template <class U>
  OperationAllocator(const OperationAllocator<U>& other) noexcept : memory_(other.memory_) {}

  T* allocate(std::size_t count) { return static_cast<T*>(memory_->take(count * sizeof(T))); }
  void deallocate(T* place, std::size_t) noexcept { memory_->give_back(place); }

  template <class U>
  bool operator==(const OperationAllocator<U>& other) const noexcept {
    return memory_ == other.memory_;
  }

 private:
  template <class U>
  friend class OperationAllocator;
  OperationMemory* memory_;
};

}  // namespace parley
