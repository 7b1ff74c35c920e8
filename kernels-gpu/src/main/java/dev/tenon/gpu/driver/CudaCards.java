package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;

/** The cards that the driver knows. To be used when {@link CudaLibraries} are loaded. */
final class CudaCards {
    private static final int NAME = 256;

    private CudaCards() {}

    /**
     * The cards that can be used.
     *
     * @throws DeviceException if there is none
     */
    static List<CudaReport.Card> all() {
        int result = cudart.cuInit(0);
        if (result != cudart.CUDA_SUCCESS) {
            throw new DeviceException("the NVIDIA driver does not start: " + CudaErrors.text(result) + advice(result));
        }
        var count = new int[1];
        check(cudart.cuDeviceGetCount(count));
        var cards = IntStream.range(0, count[0]).mapToObj(CudaCards::card).toList();
        var usable = cards.stream().filter(CudaReport.Card::usable).toList();
        if (usable.isEmpty()) {
            var found = cards.isEmpty() ? "the NVIDIA driver knows no card" : "CUDA 13 cannot use "
                + cards.stream().map(CudaReport.Card::toString).collect(Collectors.joining(", ")) + ": it needs compute capability 7.5";
            throw new DeviceException(found + "\n  try:   nvidia-smi lists the cards; CUDA_VISIBLE_DEVICES may hide them (it is "
                + System.getenv().getOrDefault("CUDA_VISIBLE_DEVICES", "not set") + ")");
        }
        return IntStream.range(0, usable.size()).mapToObj(place -> usable.get(place).numbered(place)).toList();
    }

    private static String advice(int result) {
        return switch (result) {
            case cudart.CUDA_ERROR_NO_DEVICE ->
                "\n  try:   nvidia-smi lists the cards; CUDA_VISIBLE_DEVICES may hide them, and a container needs"
                    + " to be started with them (docker run --gpus all)";
            case cudart.CUDA_ERROR_STUB_LIBRARY -> "\n  try:   take the toolkit's folder 'stubs' out of LD_LIBRARY_PATH";
            case cudart.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH ->
                "\n  try:   restart the machine: the driver's kernel module is not that of its library";
            default -> "\n  try:   nvidia-smi; if it works, modprobe nvidia-uvm, or restart the machine";
        };
    }

    private static CudaReport.Card card(int ordinal) {
        int device = device(ordinal);
        var name = new byte[NAME];
        check(cudart.cuDeviceGetName(name, NAME, device));
        int length = 0;
        while (length < NAME && name[length] != 0) {
            length++;
        }
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(ValueLayout.JAVA_LONG);
            check(cudart.cuDeviceTotalMem(new SizeTPointer(new Address().at(memory.address())), device));
            int capability = 10 * attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device)
                + attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device);
            return new CudaReport.Card(ordinal, ordinal, new String(name, 0, length, StandardCharsets.UTF_8),
                memory.get(ValueLayout.JAVA_LONG, 0), capability,
                attribute(cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device));
        }
    }

    /** The driver's handle of a card. */
    static int device(int ordinal) {
        var device = new int[1];
        check(cudart.cuDeviceGet(device, ordinal));
        return device[0];
    }

    static int attribute(int which, int device) {
        var value = new int[1];
        check(cudart.cuDeviceGetAttribute(value, which, device));
        return value[0];
    }

    /** What the library in this file says its version is. */
    static String version(Path file) {
        var name = String.valueOf(file.getFileName());
        if (name.contains("cudart")) {
            var version = new int[1];
            return cudart.cudaRuntimeGetVersion(version) == 0 ? CudaLibraries.dotted(version[0]) : "";
        }
        if (name.contains("nvrtc") && !name.contains("builtins")) {
            return Nvrtc.version();
        }
        return name.contains("cublas") && !name.contains("cublasLt") ? cublasVersion() : "";
    }

    private static String cublasVersion() {
        // MAJOR_VERSION, MINOR_VERSION and PATCH_LEVEL of library_types.h
        return IntStream.range(0, 3).mapToObj(part -> {
            var value = new int[1];
            return cublas.cublasGetProperty(part, value) == 0 ? Integer.toString(value[0]) : "?";
        }).collect(Collectors.joining("."));
    }

    private static void check(int result) {
        if (result != cudart.CUDA_SUCCESS) {
            throw new DeviceException("the NVIDIA driver does not describe its cards: " + CudaErrors.text(result)
                + "\n  try:   nvidia-smi, which says whether the driver works");
        }
    }
}
