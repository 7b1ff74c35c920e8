package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.Collectors;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.jspecify.annotations.Nullable;

/**
 * Turns one device's error codes into exceptions. A card tells of a kernel's fault at some later call, so the operators queued last are
 * remembered; and after such a fault it answers nothing any more, so every later call is refused with the first error.
 */
final class CudaErrors {
    private static final int REMEMBERED = 16;
    private static final int TEXT = 4096;
    private static final String WHICH = "-Dtenon.gpu.blocking=true, which waits for every operator and so names the one";

    private final String device;
    private final boolean blocking;
    private final @Nullable String[] queued = new @Nullable String[REMEMBERED];
    private int next;
    private volatile @Nullable String fault;

    /**
     * For one device.
     *
     * @param blocking whether every call is waited for, so that an error is that of the operator that reports it
     */
    CudaErrors(String device, boolean blocking) {
        this.device = device;
        this.blocking = blocking;
    }

    boolean dead() {
        return fault != null;
    }

    /** Refuses a call of a device that has failed before; remembers who calls. Threads may overwrite each other's names: it is a hint. */
    void queue(String operator) {
        alive(operator);
        queued[next++ & (REMEMBERED - 1)] = operator;
    }

    void alive(String operator) {
        var first = fault;
        if (first != null) {
            throw new DeviceException(
                operator + ": " + device + " failed before and cannot be used again by this process\n  first:   " + first
                    + "\n  try:   start the program again; until then, Device.CPU");
        }
    }

    /** Nothing for success; otherwise an exception. */
    void check(int result, String operator) {
        if (result != cudart.CUDA_SUCCESS) {
            throw failure(result, operator, "");
        }
    }

    /**
     * The exception for an error code.
     *
     * @param details more about the call, on a line of its own
     */
    DeviceException failure(int result, String operator, String details) {
        alive(operator);
        var more = details.isEmpty() ? "" : "\n  " + details;
        if (!isFatal(result)) {
            return new DeviceException(operator + ": " + text(result) + " on " + device + more + advice(result));
        }
        var message = operator + ": " + text(result) + " on " + device + more + culprits();
        fault = message;
        return new DeviceException(
            message + "\n  " + device + " cannot be used again by this process; the CPU and other devices can\n  try:   "
                + (blocking ? "the operator's inputs on Device.CPU, which checks more" : WHICH));
    }

    /** The exception for an error of cuBLAS, which hides the card's own error behind one of its own. */
    DeviceException product(int status, int card, String operator, String details) {
        if (isFatal(card)) {
            return failure(card, operator, details);
        }
        var name = cublas.cublasGetStatusName(status).getString() + " (" + cublas.cublasGetStatusString(status).getString() + ')';
        var memory = status == cublas.CUBLAS_STATUS_ALLOC_FAILED || status == cublas.CUBLAS_STATUS_NOT_INITIALIZED
            ? "\n  try:   free memory of the device: cuBLAS needs some for itself"
            : "\n  try:   -Dtenon.gpu.blocking=true, in case an earlier operator failed";
        return new DeviceException(operator + ": " + name + " from cuBLAS on " + device + "\n  " + details + memory);
    }

    private String culprits() {
        if (blocking) {
            return "";
        }
        var names = new ArrayList<String>();
        for (int i = next - 1; i >= next - REMEMBERED; i--) {
            var name = queued[i & (REMEMBERED - 1)];
            if (name != null && !names.contains(name)) {
                names.add(name);
            }
        }
        Collections.reverse(names);
        var list = names.stream().collect(Collectors.joining(", "));
        return "\n  a kernel queued before this call is at fault; queued last: " + (list.isEmpty() ? "nothing" : list);
    }

    private static String advice(int result) {
        return switch (result) {
            case cudart.CUDA_ERROR_NO_BINARY_FOR_GPU, cudart.CUDA_ERROR_INVALID_IMAGE -> "\n  try:   delete the folder of compiled kernels"
                + " (-Dtenon.gpu.cache names another)";
            case cudart.CUDA_ERROR_OUT_OF_MEMORY -> "\n  try:   smaller batches, or -Dtenon.gpu.memory.fraction=0.9, which leaves room for"
                + " what kernels and cuBLAS need themselves";
            case cudart.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES ->
                "\n  try:   fewer threads for each block: the kernel needs too many registers";
            default -> "\n  try:   nvidia-smi, which says whether the driver works; tenon doctor lists what is used";
        };
    }

    /** Whether the device answers every later call with this error. */
    private static boolean isFatal(int result) {
        return switch (result) {
            case cudart.CUDA_ERROR_ILLEGAL_ADDRESS, cudart.CUDA_ERROR_LAUNCH_TIMEOUT, cudart.CUDA_ERROR_CONTEXT_IS_DESTROYED,
                cudart.CUDA_ERROR_ASSERT, cudart.CUDA_ERROR_HARDWARE_STACK_ERROR, cudart.CUDA_ERROR_ILLEGAL_INSTRUCTION,
                cudart.CUDA_ERROR_MISALIGNED_ADDRESS, cudart.CUDA_ERROR_INVALID_ADDRESS_SPACE, cudart.CUDA_ERROR_INVALID_PC,
                cudart.CUDA_ERROR_LAUNCH_FAILED, cudart.CUDA_ERROR_ECC_UNCORRECTABLE, cudart.CUDA_ERROR_NVLINK_UNCORRECTABLE,
                cudart.CUDA_ERROR_CONTAINED, cudart.CUDA_ERROR_TENSOR_MEMORY_LEAK, cudart.CUDA_ERROR_EXTERNAL_DEVICE,
                cudart.CUDA_ERROR_DEINITIALIZED, cudart.CUDA_ERROR_UNKNOWN -> true;
            default -> false;
        };
    }

    /** An error's name and text, as the driver gives them. */
    static String text(int result) {
        try (var arena = Arena.ofConfined()) {
            var place = arena.allocate(ValueLayout.ADDRESS);
            var pointer = new Parameters().at(place.address());
            var name = cudart.cuGetErrorName(result, pointer) == 0 ? string(place) : "error";
            var text = cudart.cuGetErrorString(result, pointer) == 0 ? string(place) : "of an unknown kind";
            return name + " (" + result + ": " + text + ')';
        }
    }

    private static String string(MemorySegment place) {
        return place.get(ValueLayout.ADDRESS, 0).reinterpret(TEXT).getString(0);
    }
}
