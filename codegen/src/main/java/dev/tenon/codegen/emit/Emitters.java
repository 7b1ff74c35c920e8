package dev.tenon.codegen.emit;

import com.palantir.javapoet.JavaFile;
import dev.tenon.codegen.emit.api.ApiEmitter;
import dev.tenon.codegen.emit.api.CatalogEmitter;
import dev.tenon.codegen.emit.api.FusedRecordEmitter;
import dev.tenon.codegen.emit.api.OpRecordEmitter;
import dev.tenon.codegen.emit.api.RuleEmitter;
import dev.tenon.codegen.emit.cpu.KernelProviderEmitter;
import dev.tenon.codegen.emit.cuda.CudaEmitter;
import dev.tenon.codegen.emit.cuda.GpuProviderEmitter;
import dev.tenon.codegen.emit.docs.DocEmitter;
import dev.tenon.codegen.emit.layers.LayerEmitter;
import dev.tenon.codegen.emit.layers.LayerMethodsEmitter;
import dev.tenon.codegen.emit.layers.LayerOptionsEmitter;
import dev.tenon.codegen.emit.layers.LayerProviderEmitter;
import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.LayerPlaces;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.tests.ExampleTestEmitter;
import dev.tenon.codegen.emit.tests.GpuTestEmitter;
import dev.tenon.codegen.emit.tests.LayerTestEmitter;
import dev.tenon.codegen.emit.tests.StepTestEmitter;
import dev.tenon.codegen.emit.tests.TestEmitter;
import dev.tenon.codegen.emit.update.OptimizerEmitter;
import dev.tenon.codegen.emit.update.StepRecordEmitter;
import dev.tenon.codegen.spec.OpEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that is written for one library, by the module that it goes to. */
public final class Emitters {
    private final Library library;
    private final LayerPlaces places;

    public Emitters(Library library) {
        this(library, LayerPlaces.beside(library.api()));
    }

    public Emitters(Library library, LayerPlaces places) {
        this.library = library;
        this.places = places;
    }

    /** Records, methods, gradient rules and the catalogue. */
    public List<JavaFile> operators() {
        var files = new ArrayList<JavaFile>();
        files.addAll(new OpRecordEmitter(library).emit());
        files.addAll(new FusedRecordEmitter(library).emit());
        files.addAll(new ApiEmitter(library).emit());
        files.addAll(RuleEmitter.emit(library));
        files.addAll(new CatalogEmitter(library).emit());
        library.spec().updates().forEach(update -> files.add(new StepRecordEmitter(library, update).emit()));
        return files;
    }

    /** Of specs with mistakes, the records that hand-written classes name, so that nothing is said of these. */
    public List<JavaFile> outlines() {
        return new OpRecordEmitter(library).outlines();
    }

    /** The settings of optimizers, and the class with their factories; none where the spec has no optimizer. */
    public List<JavaFile> optimizers() {
        var files = new ArrayList<JavaFile>();
        library.spec().updates().forEach(update -> files.add(new OptimizerEmitter(library, update).emit()));
        if (!files.isEmpty()) {
            files.add(OptimizerEmitter.provider(library));
        }
        return files;
    }

    /** The layers without state, their options and what makes, declares and finds them; nothing where no entry has a layer. */
    public List<JavaFile> layers() {
        var layers = LayerModel.of(library, places);
        var files = new ArrayList<JavaFile>();
        for (var layer : layers) {
            files.add(new LayerEmitter(library, layer).emit());
            if (layer.hasOptions()) {
                files.add(new LayerOptionsEmitter(library, layer).emit());
            }
        }
        if (!layers.isEmpty()) {
            files.addAll(new LayerMethodsEmitter(library, places, layers).emit());
            files.add(new LayerProviderEmitter(places, layers).emit());
        }
        return files;
    }

    /** The class by which the registry finds the layers; null where no entry has one. */
    public @Nullable String layerProvider() {
        boolean none = library.spec().ops().stream().allMatch(op -> op.head().layers().isEmpty());
        return none ? null : places.provider().canonicalName();
    }

    /** The hand-written CPU kernels that specs name: by operator, the class. */
    public Map<String, String> nativeKernels() {
        var kernels = new TreeMap<String, String>();
        for (var op : library.spec().ops()) {
            if (op instanceof OpEntry.Native kernel && kernel.cpuKernel() != null) {
                kernels.put(op.key(), library.kernel(op, kernel.cpuKernel()).canonicalName());
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
            if (op instanceof OpEntry.Native kernel && kernel.gpuKernel() instanceof OpEntry.GpuKernel.Written written) {
                kernels.put(op.key(), library.kernel(op, written.name()).canonicalName());
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
        return new DocEmitter(library, places).pages();
    }

    /** Test classes for the package that has the hand-written checks. */
    public List<JavaFile> tests(String target) {
        var tests = new ArrayList<>(new TestEmitter(library, target).emit());
        tests.addAll(new StepTestEmitter(library, target, false).emit());
        tests.addAll(layerTests(target));
        return tests;
    }

    /** Test classes of a library's native operators, composites and views; those of Tenon are held to PyTorch instead. */
    public List<JavaFile> exampleTests(String target, boolean onGpu) {
        var emitter = new ExampleTestEmitter(library, target);
        return onGpu ? emitter.emitForGpu() : emitter.emit();
    }

    /** Test classes that hold layers to their operators. */
    public List<JavaFile> layerTests(String target) {
        return new LayerTestEmitter(library, places, target).emit();
    }

    /** Test classes that hold GPU kernels to those of the CPU. */
    public List<JavaFile> gpuTests(String target) {
        return Stream
            .concat(new GpuTestEmitter(library, target).emit().stream(), new StepTestEmitter(library, target, true).emit().stream())
            .toList();
    }
}
