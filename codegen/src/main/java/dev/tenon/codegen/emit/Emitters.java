package dev.tenon.codegen.emit;

import com.palantir.javapoet.JavaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Everything that is written for one library, by the module that it goes to. */
public final class Emitters {
    private final Library library;

    public Emitters(Library library) {
        this.library = library;
    }

    /** Records, methods, gradient rules and the catalogue. */
    public List<JavaFile> operators() {
        var files = new ArrayList<JavaFile>();
        files.addAll(new OpRecordEmitter(library).emit());
        files.addAll(new FusedRecordEmitter(library).emit());
        files.addAll(new ApiEmitter(library).emit());
        files.addAll(RuleEmitter.emit(library));
        files.addAll(new CatalogEmitter(library).emit());
        return files;
    }

    /** The hand-written CPU kernels that specs name: by operator, the class. */
    public Map<String, String> nativeKernels() {
        var kernels = new TreeMap<String, String>();
        for (var op : library.spec().ops()) {
            if (op.cpuKernel() != null) {
                kernels.put(op.key(), library.natives().of(op, op.cpuKernel()).canonicalName());
            }
        }
        return kernels;
    }

    /** The CPU kernels and the provider that registers them, the hand-written ones as far as they exist. */
    public List<JavaFile> cpuKernels(String target, Predicate<String> exists) {
        return new KernelProviderEmitter(library, target, exists).emit();
    }

    /** The hand-written GPU kernels that specs name: by operator, the class. */
    public Map<String, String> nativeGpuKernels() {
        var kernels = new TreeMap<String, String>();
        for (var op : library.spec().ops()) {
            var kernel = op.cudaKernel();
            if (kernel != null && !op.isOnHost()) {
                kernels.put(op.key(), library.natives().of(op, kernel).canonicalName());
            }
        }
        return kernels;
    }

    /** The provider that makes the GPU kernels, the hand-written ones as far as they exist. */
    public JavaFile gpuKernels(String target, Predicate<String> exists) {
        return new GpuProviderEmitter(library, target, exists).emit();
    }

    /** CUDA C++ by its name below {@code META-INF/tenon/cuda}. */
    public Map<String, String> cudaSources() {
        return new CudaEmitter(library).sources();
    }

    /** The reference pages by file name. */
    public Map<String, String> pages() {
        return new DocEmitter(library).pages();
    }

    /** Test classes for the package that has the hand-written checks. */
    public List<JavaFile> tests(String target) {
        return new TestEmitter(library, target).emit();
    }

    /** Test classes that hold GPU kernels to those of the CPU. */
    public List<JavaFile> gpuTests(String target) {
        return new GpuTestEmitter(library, target).emit();
    }
}
