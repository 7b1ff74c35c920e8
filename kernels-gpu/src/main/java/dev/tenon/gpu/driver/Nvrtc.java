package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** NVIDIA's run-time compiler. To be used when {@link CudaLibraries} are loaded. */
final class Nvrtc {
    private static final int LOG_LINES = 40;

    private Nvrtc() {}

    /**
     * What to compile for a card.
     *
     * @param architecture the card's, or one before it
     * @param cubin whether the outcome is the card's own code; otherwise PTX, which the driver of a card younger than the compiler finishes
     */
    record Target(String architecture, boolean cubin) {
        /** For a compute capability, 90 for 9.0. */
        static Target of(int capability, int[] known) {
            int youngest = 0;
            boolean exact = false;
            for (int each : known) {
                exact |= each == capability;
                youngest = each <= capability ? Math.max(youngest, each) : youngest;
            }
            if (youngest == 0) {
                throw new DeviceException("NVRTC " + version() + " compiles for no card of compute capability " + capability / 10 + '.'
                    + capability % 10 + "\n  try:   an NVRTC that knows the card, named by -Dtenon.cuda.path=DIR");
            }
            return new Target(exact ? "sm_" + capability : "compute_" + youngest, exact);
        }

        /**
         * The compiler's options. Formulas are rounded as they are written, and as the CPU rounds them: a product that is not rounded
         * before it is added to spoils those that count on it, and saves nothing where reading and writing take the time.
         */
        List<String> options(Source source) {
            var options = List.of("--gpu-architecture=" + architecture, "-std=c++17", "--fmad=false");
            return source.isFormula() ? options : options.subList(0, 2);
        }
    }

    /** Such as 13.0. */
    static String version() {
        var major = new int[1];
        var minor = new int[1];
        return nvrtc.nvrtcVersion(major, minor) == nvrtc.NVRTC_SUCCESS ? major[0] + "." + minor[0] : "?";
    }

    /** The compute capabilities that this NVRTC compiles for. */
    static int[] architectures() {
        var count = new int[1];
        check(nvrtc.nvrtcGetNumSupportedArchs(count), "list of architectures");
        var architectures = new int[count[0]];
        check(nvrtc.nvrtcGetSupportedArchs(architectures), "list of architectures");
        return architectures;
    }

    /**
     * The compiled unit.
     *
     * @throws DeviceException if it does not compile, with the compiler's messages
     */
    static byte[] compile(Source source, Target target) {
        var what = source.name() + " for " + source.dtype();
        try (var arena = Arena.ofConfined(); var program = new _nvrtcProgram()) {
            check(nvrtc.nvrtcCreateProgram(program, bytes(arena.allocateFrom(source.text())), bytes(arena.allocateFrom(source.name())), 0,
                (PointerPointer<?>) null, (PointerPointer<?>) null), what);
            try {
                var options = target.options(source);
                int result = nvrtc.nvrtcCompileProgram(program, options.size(), strings(options, arena));
                if (result != nvrtc.NVRTC_SUCCESS) {
                    throw failure(result, what, log(program, arena), options);
                }
                return target.cubin() ? cubin(program, what, arena) : ptx(program, what, arena);
            } finally {
                nvrtc.nvrtcDestroyProgram(program);
            }
        }
    }

    private static byte[] cubin(_nvrtcProgram program, String what, Arena arena) {
        var size = arena.allocate(ValueLayout.JAVA_LONG);
        check(nvrtc.nvrtcGetCUBINSize(program, new SizeTPointer(at(size))), what);
        var code = arena.allocate(size.get(ValueLayout.JAVA_LONG, 0));
        check(nvrtc.nvrtcGetCUBIN(program, bytes(code)), what);
        return code.toArray(ValueLayout.JAVA_BYTE);
    }

    private static byte[] ptx(_nvrtcProgram program, String what, Arena arena) {
        var size = arena.allocate(ValueLayout.JAVA_LONG);
        check(nvrtc.nvrtcGetPTXSize(program, new SizeTPointer(at(size))), what);
        var code = arena.allocate(size.get(ValueLayout.JAVA_LONG, 0));
        check(nvrtc.nvrtcGetPTX(program, bytes(code)), what);
        return code.toArray(ValueLayout.JAVA_BYTE);
    }

    private static String log(_nvrtcProgram program, Arena arena) {
        var size = arena.allocate(ValueLayout.JAVA_LONG);
        if (nvrtc.nvrtcGetProgramLogSize(program, new SizeTPointer(at(size))) != nvrtc.NVRTC_SUCCESS) {
            return "";
        }
        var log = arena.allocate(size.get(ValueLayout.JAVA_LONG, 0) + 1);
        return nvrtc.nvrtcGetProgramLog(program, bytes(log)) == nvrtc.NVRTC_SUCCESS ? log.getString(0) : "";
    }

    private static DeviceException failure(int result, String what, String log, List<String> options) {
        if (result == nvrtc.NVRTC_ERROR_BUILTIN_OPERATION_FAILURE) {
            return new DeviceException("NVRTC " + version() + " finds no libnvrtc-builtins of its own version"
                + "\n  try:   install nvidia-cuda-nvrtc again, or name a folder that has both by -Dtenon.cuda.path=DIR");
        }
        var lines = log.lines().limit(LOG_LINES).map(line -> "\n  " + line).collect(Collectors.joining());
        return new DeviceException(
            "NVRTC " + version() + " does not compile " + what + " with " + String.join(" ", options) + lines
                + "\n  try:   correct the source; the line numbers count a first line that names the dtype, and tenon.cuh written out");
    }

    private static PointerPointer<?> strings(List<String> texts, Arena arena) {
        var addresses = arena.allocate(ValueLayout.ADDRESS, texts.size());
        for (int i = 0; i < texts.size(); i++) {
            addresses.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return new Parameters().at(addresses.address());
    }

    private static BytePointer bytes(MemorySegment segment) {
        return new BytePointer(at(segment));
    }

    private static Address at(MemorySegment segment) {
        return new Address().at(segment.address());
    }

    private static void check(int result, String what) {
        if (result != nvrtc.NVRTC_SUCCESS) {
            throw new DeviceException("NVRTC " + version() + ": " + nvrtc.nvrtcGetErrorString(result).getString() + ": " + what
                + "\n  try:   install nvidia-cuda-nvrtc again, or name another by -Dtenon.cuda.path=DIR");
        }
    }
}
