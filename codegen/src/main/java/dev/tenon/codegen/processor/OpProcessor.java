package dev.tenon.codegen.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.emit.Emitters;
import dev.tenon.codegen.emit.library.LayerPlaces;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Natives;
import dev.tenon.codegen.emit.tests.TestFiles;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.read.SpecReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** Turns annotated spec files into code: the annotation says which files, and which of the targets belong to the module. */
public final class OpProcessor extends AbstractProcessor {
    private static final String SPI = "dev.tenon.spi.";
    private static final String OP_LIBRARY = SPI + "OpLibrary";
    private static final String CPU_KERNELS = SPI + "CpuKernels";
    private static final String CUDA_KERNELS = SPI + "CudaKernels";
    private static final String CUDA_STRUCT = SPI + "CudaStruct";
    static final String TENSOR_PACKAGE = "dev.tenon.tensor";
    static final String RECORDS = "dev.tenon.ops";
    private static final String CPU_LOOP = "dev.tenon.cpu.pointwise.PointwiseKernel";
    private static final String OPTIMIZERS = "dev.tenon.optim";
    private static final String GPU_LAUNCH = "dev.tenon.gpu.launch.PointwiseLaunch";
    /** The option that says where tests of the operators are written. */
    private static final String TESTS = "tenon.tests";
    private static final String LAYER_PROVIDER = "dev.tenon.nn.registry.LayerProvider";
    static final ClassName TENON_OPS = ClassName.get(TENSOR_PACKAGE, "Ops");

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(OP_LIBRARY, CPU_KERNELS, CUDA_KERNELS, CUDA_STRUCT);
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Set.of(TESTS, Report.FORM);
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (var annotation : annotations) {
            for (var element : round.getElementsAnnotatedWith(annotation)) {
                var values = AnnotationValues.of(element, annotation);
                generate(annotation, element, values);
            }
        }
        return false;
    }

    private void generate(TypeElement annotation, Element element, AnnotationValues values) {
        try {
            switch (annotation.getQualifiedName().toString()) {
                case OP_LIBRARY -> library(element, values);
                case CPU_KERNELS -> cpuKernels(element, values);
                case CUDA_STRUCT -> struct(element);
                default -> cudaKernels(element, values);
            }
        } catch (StackOverflowError e) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR,
                "the specs of " + values.strings("specs") + " nest something too deep\n    fix: make several operators of it", element);
        } catch (IllegalArgumentException e) {
            // What only turns up while text is written, such as a derivative in an operator that nobody declares; the message has the
            // place.
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, String.valueOf(e.getMessage()), element);
        }
    }

    // ---- the annotations -------------------------------------------------------------------------------------------------

    private void library(Element element, AnnotationValues values) {
        var here = packageOf(element);
        var uses = used(element, values.strings("uses"));
        var specs = new SpecFiles(processingEnv.getFiler()).expanded(values.strings("specs"));
        var context = read(element, specs, uses);
        if (context == null) {
            return;
        }
        var api = ClassName.get(here, values.string("api"));
        var records = values.string("records").isEmpty() ? here : values.string("records");
        var optimizers = values.string("optimizers").isEmpty() ? here : values.string("optimizers");
        var fluent = values.string("fluent").isEmpty() ? null : ClassName.get(here, values.string("fluent"));
        var kernels = kernelPackage(values.string("kernels"), here);
        var library = new Library(context.own(), api, fluent, records, optimizers, kernels, new Natives(here, false),
            KnownClasses.known(context, api, records, uses), classes().enums(context, records, uses),
            classes().support(context, here, values.strings("support")));
        var emitters = new Emitters(library, layerPlaces(values, api));
        output().write(element, emitters.operators());
        optimizers(element, emitters.optimizers());
        layers(element, emitters);
        var providers = new ArrayList<String>();
        if (kernels != null) {
            providers.add(kernels(element, emitters, kernels));
        }
        var gpuKernels = gpuPackage(values.string("kernels"), here);
        if (gpuKernels != null) {
            providers.add(gpuKernels(element, emitters, gpuKernels));
        }
        if (!providers.isEmpty()) {
            output().service(element, providers);
        }
        tests(element, emitters, here + ".generated", gpuKernels != null);
        emitters.pages().forEach((name, text) -> output().resource(element, "META-INF/tenon/docs/" + name, text));
        output().resource(element, UsedLibrary.resource(api.canonicalName()), UsedLibrary.describe(records, specs));
    }

    private static LayerPlaces layerPlaces(AnnotationValues values, ClassName api) {
        var beside = LayerPlaces.beside(api);
        var packages = values.string("layers");
        var factories = values.string("layerApi");
        var methods = values.string("layerMethods");
        return new LayerPlaces(packages.isEmpty() ? beside.packages() : packages,
            factories.isEmpty() ? beside.factories() : ClassName.bestGuess(factories),
            methods.isEmpty() ? null : ClassName.bestGuess(methods));
    }

    private void layers(Element element, Emitters emitters) {
        output().write(element, emitters.layers());
        var provider = emitters.layerProvider();
        if (provider != null) {
            output().resource(element, "META-INF/services/" + LAYER_PROVIDER, provider + "\n");
        }
    }

    /** The last of the files is the class by which the others are found. */
    private void optimizers(Element element, List<JavaFile> files) {
        if (!files.isEmpty()) {
            output().write(element, files);
            var provider = files.getLast();
            output().resource(element, "META-INF/services/" + OPTIMIZERS + ".OptimizerProvider",
                provider.packageName() + "." + provider.typeSpec().name() + "\n");
        }
    }

    private void cpuKernels(Element element, AnnotationValues values) {
        var context = read(element, new SpecFiles(processingEnv.getFiler()).expanded(values.strings("specs")), List.of());
        if (context == null) {
            return;
        }
        var target = values.string("target");
        var library = kernelLibrary(context, values.string("records"), target, values.string("natives"));
        output().service(element, List.of(kernels(element, new Emitters(library), target)));
    }

    private void cudaKernels(Element element, AnnotationValues values) {
        var context = read(element, new SpecFiles(processingEnv.getFiler()).expanded(values.strings("specs")), List.of());
        if (context == null) {
            return;
        }
        var target = values.string("target");
        var library = kernelLibrary(context, values.string("records"), target, values.string("natives"));
        output().service(element, List.of(gpuKernels(element, new Emitters(library), target)));
    }

    private void struct(Element element) {
        var struct = StructReader.read(element);
        output().resource(element, "META-INF/tenon/cuda/" + struct.resource(), struct.text());
        output().write(element, List.of(struct.writer()));
    }

    /** Writes the CPU kernels; gives the name of their provider. */
    private String kernels(Element element, Emitters emitters, String target) {
        requireWritten(element, emitters.nativeKernels());
        output().write(element, emitters.cpuKernels(target, classes()::exists));
        return target + ".GeneratedKernels";
    }

    /** Writes the CUDA sources and what launches them; gives the name of their provider. */
    private String gpuKernels(Element element, Emitters emitters, String target) {
        requireWritten(element, emitters.nativeGpuKernels());
        emitters.cudaSources().forEach((name, text) -> output().resource(element, "META-INF/tenon/cuda/" + name, text));
        var provider = emitters.gpuKernels(target, classes()::exists);
        output().write(element, List.of(provider));
        return target + "." + provider.typeSpec().name();
    }

    private void requireWritten(Element element, Map<String, String> kernels) {
        kernels.forEach((op, kernel) -> {
            if (!classes().exists(kernel)) {
                processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, op + ": there is no kernel class " + kernel
                    + "\n    fix: write it, or say 'missing:' with the reason in the spec", element);
            }
        });
    }

    private Library kernelLibrary(SpecContext context, String records, String target, String natives) {
        return new Library(context.own(), TENON_OPS, null, records, OPTIMIZERS, target, new Natives(natives, true),
            KnownClasses.known(context, TENON_OPS, records, List.of()),
            classes().enums(context, records, List.of()), (_, name) -> name);
    }

    // ---- reading --------------------------------------------------------------------------------------------------------

    /** The spec and what it uses; null if it has errors, which are reported. */
    private @Nullable SpecContext read(Element element, List<String> specs, List<UsedLibrary> uses) {
        var files = new SpecFiles(processingEnv.getFiler());
        var diagnostics = new Diagnostics();
        var own = sources(element, files, specs);
        var context = new ArrayList<>(files.tenon());
        uses.forEach(library -> context.addAll(library.specs()));
        context.removeIf(file -> own.contains(file));
        if (own.size() != specs.size()) {
            return null;
        }
        var result = SpecReader.read(own, context, diagnostics);
        new Report(processingEnv.getMessager(), System.err, processingEnv.getOptions()).print(diagnostics);
        return diagnostics.hasErrors() ? null : result;
    }

    private List<SourceFile> sources(Element element, SpecFiles files, List<String> names) {
        var found = new ArrayList<SourceFile>();
        for (var name : names) {
            files.find(name).ifPresentOrElse(found::add, () -> processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR,
                "no spec file " + name
                    + " among the resources or on the class path\n    fix: put it under src/main/resources, or correct the annotation",
                element));
        }
        return found;
    }

    private List<UsedLibrary> used(Element element, List<String> apis) {
        var files = new SpecFiles(processingEnv.getFiler());
        var found = new ArrayList<UsedLibrary>();
        for (var api : apis) {
            files.library(api).ifPresentOrElse(found::add, () -> processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR,
                api + " is not the class of a library\n    fix: name the class that its annotation's 'api' names", element));
        }
        return found;
    }

    /** Tests go to where the compiler's option says: a processor's own output belongs to the main classes. */
    private void tests(Element element, Emitters emitters, String target, boolean onGpu) {
        var folder = processingEnv.getOptions().get(TESTS);
        if (folder == null) {
            return;
        }
        try {
            var tests = new ArrayList<>(emitters.tests(target));
            tests.addAll(emitters.exampleTests(target, false));
            if (onGpu) {
                tests.addAll(emitters.gpuTests(target));
                tests.addAll(emitters.exampleTests(target, true));
            }
            new TestFiles(Path.of(folder), target).write(tests);
        } catch (IOException e) {
            output().fail(element, folder, e);
        }
    }

    private @Nullable String kernelPackage(String wanted, String here) {
        return wanted.equals("none") || !classes().exists(CPU_LOOP) ? null : wanted.isEmpty() ? here : wanted;
    }

    private @Nullable String gpuPackage(String wanted, String here) {
        return wanted.equals("none") || !classes().exists(GPU_LAUNCH) ? null : wanted.isEmpty() ? here : wanted;
    }

    private Output output() {
        return new Output(processingEnv.getFiler(), processingEnv.getMessager());
    }

    private KnownClasses classes() {
        return new KnownClasses(processingEnv.getElementUtils());
    }

    private String packageOf(Element element) {
        return processingEnv.getElementUtils().getPackageOf(element).getQualifiedName().toString();
    }
}
