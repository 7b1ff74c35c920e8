package dev.tenon.gpu.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The libraries of CUDA 13, in the order in which they are loaded. */
enum CudaLibrary {
    CUDART("libcudart.so.13", "cudart64_13.dll", "cudart@.13"),
    /** NVRTC opens it by name when it compiles, and fails without saying why if it is not loaded. */
    NVRTC_BUILTINS("libnvrtc-builtins.so.13.{?,??}", "nvrtc-builtins64_13*.dll", "nvrtc-builtins@.13.1"),
    NVRTC("libnvrtc.so.13", "nvrtc64_13*_0.dll", "nvrtc@.13"),
    CUBLAS_LT("libcublasLt.so.13", "cublasLt64_13.dll", "cublasLt@.13"),
    CUBLAS("libcublas.so.13", "cublas64_13.dll", "cublas@.13");

    /** Libraries that must be of one version, so they are taken from one folder. */
    enum Group {
        RUNTIME("nvidia-cuda-runtime", CUDART), COMPILER("nvidia-cuda-nvrtc", NVRTC_BUILTINS, NVRTC),
        PRODUCTS("nvidia-cublas", CUBLAS_LT, CUBLAS);

        /** The Python package that holds them. */
        final String wheel;
        final List<CudaLibrary> members;

        Group(String wheel, CudaLibrary... members) {
            this.wheel = wheel;
            this.members = List.of(members);
        }
    }

    private final String linux;
    private final String windows;
    /** What Bytedeco's loader calls it on Linux. */
    final String bridged;

    CudaLibrary(String linux, String windows, String bridged) {
        this.linux = linux;
        this.windows = windows;
        this.bridged = bridged;
    }

    /** Its files' names, for people. */
    String name(boolean onWindows) {
        return pattern(onWindows).replace("{?,??}", "*");
    }

    private String pattern(boolean onWindows) {
        return onWindows ? windows : linux;
    }

    /** This library's files in a folder. */
    Stream<Path> in(Path folder, boolean onWindows) {
        return SearchPath.matching(folder, pattern(onWindows));
    }

    /** Whether a file is this library, by its name up to the version. */
    boolean is(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.startsWith(linux.substring(0, linux.indexOf(".so") + 3))
            || name.startsWith(windows.substring(0, windows.indexOf('_') + 1));
    }

    /** Files of this library in a folder, of whatever version. */
    Stream<Path> anyVersionIn(Path folder) {
        return SearchPath.matching(folder, linux.substring(0, linux.indexOf(".so")) + ".so*");
    }
}
