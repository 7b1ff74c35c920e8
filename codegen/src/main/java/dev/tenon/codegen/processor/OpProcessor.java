package dev.tenon.codegen.processor;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.emit.Emitters;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Natives;
import dev.tenon.codegen.spec.check.NamedClasses;
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
    private static final String OPTIMIZERS = "dev.tenon.optim";
    static final ClassName TENON_OPS = ClassName.get(TENSOR_PACKAGE, "Ops");

    private @Nullable Session session;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(OP_LIBRARY, CPU_KERNELS, CUDA_KERNELS, CUDA_STRUCT);
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Set.of(LibraryRun.TESTS, Report.FORM);
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        var current = session == null ? new Session(processingEnv) : session;
        session = current;
        for (var annotation : annotations) {
            for (var element : round.getElementsAnnotatedWith(annotation)) {
                generate(current, annotation, element, AnnotationValues.of(element, annotation));
            }
        }
        current.writeServices();
        return false;
    }

    private void generate(Session session, TypeElement annotation, Element element, AnnotationValues values) {
        try {
            switch (annotation.getQualifiedName().toString()) {
                case OP_LIBRARY -> new LibraryRun(session, element, values).run();
                case CPU_KERNELS -> cpuKernels(session, element, values);
                case CUDA_STRUCT -> struct(session, element);
                default -> cudaKernels(session, element, values);
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

    private static void cpuKernels(Session session, Element element, AnnotationValues values) {
        var target = values.string("target");
        var emitters = kernels(session, values);
        if (emitters != null && isWritten(session, element, emitters.nativeKernels())) {
            session.output().write(element, emitters.cpuKernels(target, session.classes()::exists));
            session.kernels(target + ".GeneratedKernels");
        }
    }

    private static void cudaKernels(Session session, Element element, AnnotationValues values) {
        var target = values.string("target");
        var emitters = kernels(session, values);
        if (emitters != null && isWritten(session, element, emitters.nativeGpuKernels())) {
            session.output().write(element, List.of(session.gpuKernels(element, emitters, target)));
            session.kernels(target + ".GeneratedGpuKernels");
        }
    }

    /** What writes the kernels of a library that is declared elsewhere; null if its specs have errors, which are reported. */
    private static @Nullable Emitters kernels(Session session, AnnotationValues values) {
        if (!new AnnotationCheck(values, session.report()).hasSpecs(session.files())) {
            return null;
        }
        var diagnostics = new Diagnostics();
        var context = session.read(session.files().expanded(values.strings("specs")), List.of(), NamedClasses.UNSEEN, diagnostics);
        session.report().print(diagnostics);
        var records = values.string("records");
        return diagnostics.hasErrors() ? null
            : new Emitters(new Library(context.own(), TENON_OPS, null, records, OPTIMIZERS, values.string("target"),
                new Natives(values.string("natives"), true), KnownClasses.known(context, TENON_OPS, records, List.of()),
                session.classes().enums(context, records, List.of()), (_, name) -> name));
    }

    /** Whether all classes are there that a module of kernels must have; those that are not are reported. */
    private static boolean isWritten(Session session, Element element, Map<String, String> kernels) {
        var missing = kernels.entrySet().stream().filter(kernel -> !session.classes().exists(kernel.getValue())).toList();
        missing.forEach(kernel -> session.output().error(element, kernel.getKey() + ": there is no kernel class " + kernel.getValue()
            + "\n    fix: write it, or say 'missing:' with the reason in the spec"));
        return missing.isEmpty();
    }

    private static void struct(Session session, Element element) {
        var struct = StructReader.read(element);
        session.output().resource(element, "META-INF/tenon/cuda/" + struct.resource(), struct.text());
        session.output().write(element, List.of(struct.writer()));
    }
}
