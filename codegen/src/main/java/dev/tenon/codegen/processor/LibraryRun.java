package dev.tenon.codegen.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.emit.Emitters;
import dev.tenon.codegen.emit.library.LayerPlaces;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Natives;
import dev.tenon.codegen.emit.tests.TestFiles;
import dev.tenon.codegen.spec.JavaNames;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.check.NamedClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** Generates one library of operators: first everything is read and checked, then it is written. */
final class LibraryRun {
    private static final String CPU_LOOP = "dev.tenon.cpu.pointwise.PointwiseKernel";
    private static final String GPU_LAUNCH = "dev.tenon.gpu.launch.PointwiseLaunch";
    private static final String OPTIMIZER_PROVIDER = "dev.tenon.optim.OptimizerProvider";
    private static final String LAYER_PROVIDER = "dev.tenon.nn.registry.LayerProvider";
    /** The option that says where tests of the operators are written. */
    static final String TESTS = "tenon.tests";
    private static final String NONE = "none";

    private final Session session;
    private final Element element;
    private final AnnotationValues values;
    private final String here;

    LibraryRun(Session session, Element element, AnnotationValues values) {
        this.session = session;
        this.element = element;
        this.values = values;
        this.here = session.packageOf(element);
    }

    void run() {
        if (!new AnnotationCheck(values, session.report()).isSound(session.files())) {
            return;
        }
        var other = session.register(here, values.string("api"));
        if (other != null) {
            session.report().annotation(values, values.value("api"), Diagnostic.ANNOTATION,
                "the package " + here + " has the library " + other + " already",
                "annotate a package of its own, or add the specs to that one");
            return;
        }
        var uses = values.strings("uses").stream().flatMap(api -> session.files().library(api).stream()).toList();
        var specs = session.files().expanded(values.strings("specs"));
        var diagnostics = new Diagnostics();
        var finder = new ClassFinder(session.elements(), here, values.strings("support"), topics(specs),
            topics(session.files().tenon().stream().map(file -> file.name()).toList()));
        // Looking into Tenon's own classes before those exist that they extend would upset tools that look at them afterwards.
        var classes = here.equals(OpProcessor.TENSOR_PACKAGE) ? NamedClasses.UNSEEN
            : new JavaClasses(session.elements(), session.types(), finder, places());
        var context = session.read(specs, uses, classes, diagnostics);
        var library = library(context, uses, finder);
        if (diagnostics.hasErrors()) {
            session.report().print(diagnostics);
            outlines(library);
            return;
        }
        generate(library, specs, diagnostics);
    }

    /** What hand-written classes name, as far as it can be made of entries with mistakes, so that the compiler speaks of these alone. */
    private void outlines(Library library) {
        var written = new HashSet<String>();
        for (var op : library.spec().ops()) {
            var names = op.sig().attributes().stream().map(param -> param.javaName()).toList();
            if (!isNamedByHand(op) || JavaNames.isOfJava(op.recordName()) || new HashSet<>(names).size() < names.size()) {
                continue;
            }
            try {
                var files = new Emitters(library.only(op)).outlines().stream()
                    .filter(file -> !session.classes().exists(file.packageName() + "." + file.typeSpec().name())
                        && written.add(file.typeSpec().name().toLowerCase(Locale.ROOT)))
                    .toList();
                session.output().write(element, files);
            } catch (RuntimeException e) {
                // An entry of which not even this can be made has its mistake told already.
                continue;
            }
        }
    }

    /** Whether hand-written classes can speak of the record of this operator. */
    private static boolean isNamedByHand(OpEntry op) {
        return op instanceof OpEntry.Native || op instanceof OpEntry.View
            || op instanceof OpEntry.Composite composite && composite.body() instanceof OpEntry.Body.ByHand;
    }

    /** The names of spec files without folder and ending: those of the packages that their classes may be in. */
    private static List<String> topics(List<String> files) {
        return files.stream().map(name -> name.substring(name.lastIndexOf('/') + 1).replaceAll("\\..*", "")).distinct().toList();
    }

    private JavaClasses.Places places() {
        return new JavaClasses.Places(records(), orHere("kernels"), kernelPackage() != null, gpuPackage() != null);
    }

    private String records() {
        return orHere("records");
    }

    private String orHere(String member) {
        return values.string(member).isEmpty() ? here : values.string(member);
    }

    private @Nullable String kernelPackage() {
        return values.string("kernels").equals(NONE) || !session.classes().exists(CPU_LOOP) ? null : orHere("kernels");
    }

    private @Nullable String gpuPackage() {
        return values.string("kernels").equals(NONE) || !session.classes().exists(GPU_LAUNCH) ? null : orHere("kernels");
    }

    private Library library(SpecContext context, List<UsedLibrary> uses, ClassFinder finder) {
        var api = ClassName.get(here, values.string("api"));
        var fluent = values.string("fluent").isEmpty() ? null : ClassName.get(here, values.string("fluent"));
        return new Library(context.own(), api, fluent, records(), orHere("optimizers"), kernelPackage(), Natives.FOUND,
            KnownClasses.known(context, api, records(), uses), session.classes().enums(context, records(), uses), finder);
    }

    /**
     * What is written for a library.
     *
     * @param sources CUDA C++ by its name
     * @param pages of the reference, by their names
     */
    private record Texts(List<JavaFile> files, Map<String, String> sources, List<JavaFile> tests, Map<String, String> pages) {}

    private void generate(Library library, List<String> specs, Diagnostics diagnostics) {
        var places = layerPlaces(library.api());
        if (wantsTests()) {
            new ExampleCheck(library, places).check(diagnostics);
        }
        var emitters = new Emitters(library, places);
        var texts = diagnostics.hasErrors() ? null : texts(library, emitters, diagnostics);
        if (texts != null) {
            check(library, texts.files(), diagnostics);
        }
        session.report().print(diagnostics);
        if (texts == null || diagnostics.hasErrors()) {
            return;
        }
        session.output().write(element, texts.files());
        registrations(emitters, texts.sources());
        writeTests(texts.tests());
        texts.pages().forEach((name, text) -> session.output().resource(element, "META-INF/tenon/docs/" + name, text));
        session.output().resource(element, UsedLibrary.resource(library.api().canonicalName()),
            UsedLibrary.describe(library.records(), specs));
    }

    /** Tenon's own examples are not asked about here: its own tests compile them in the same build, and its classes are but half there. */
    private void check(Library library, List<JavaFile> files, Diagnostics diagnostics) {
        new GeneratedClasses(library, files, session.elements()).check(diagnostics);
        if (!diagnostics.hasErrors() && !here.equals(OpProcessor.TENSOR_PACKAGE)) {
            new ExampleCompiler(library, session.elements(), files).check(diagnostics);
        }
    }

    /** All that is written, or null after a report. */
    private @Nullable Texts texts(Library library, Emitters emitters, Diagnostics diagnostics) {
        try {
            return texts(emitters);
        } catch (RuntimeException | StackOverflowError e) {
            blame(library, e, diagnostics);
            return null;
        }
    }

    private Texts texts(Emitters emitters) {
        return new Texts(files(emitters), gpuPackage() == null ? Map.of() : emitters.cudaSources(),
            wantsTests() ? tests(emitters, gpuPackage() != null) : List.of(), emitters.pages());
    }

    private List<JavaFile> files(Emitters emitters) {
        var files = new ArrayList<>(emitters.operators());
        files.addAll(emitters.optimizers());
        files.addAll(emitters.layers());
        var kernels = kernelPackage();
        if (kernels != null) {
            files.addAll(emitters.cpuKernels(kernels, session.classes()::exists));
        }
        var gpuKernels = gpuPackage();
        if (gpuKernels != null) {
            files.add(emitters.gpuKernels(gpuKernels, session.classes()::exists));
        }
        return files;
    }

    /** Reports the entries whose code cannot be generated, in spite of the checks; that of all together, where each alone can. */
    private void blame(Library library, Throwable all, Diagnostics diagnostics) {
        for (var op : library.spec().ops()) {
            try {
                texts(new Emitters(library.only(op), layerPlaces(library.api())));
            } catch (RuntimeException | StackOverflowError e) {
                diagnostics.report(Diagnostic.UNWRITTEN, op.at(), op.key(), reason(e));
            }
        }
        if (!diagnostics.hasErrors()) {
            var at = library.spec().ops().stream().map(op -> op.at()).findFirst().orElseGet(() -> library.spec().updates().getFirst().at());
            diagnostics.report(Diagnostic.UNWRITTEN, at, "the library", reason(all));
        }
    }

    private static String reason(Throwable e) {
        return e instanceof StackOverflowError ? "it nests something too deep"
            : e instanceof IllegalArgumentException ? String.valueOf(e.getMessage()) : e.toString();
    }

    private LayerPlaces layerPlaces(ClassName api) {
        var beside = LayerPlaces.beside(api);
        var packages = values.string("layers");
        var factories = values.string("layerApi");
        var methods = values.string("layerMethods");
        return new LayerPlaces(packages.isEmpty() ? beside.packages() : packages,
            factories.isEmpty() ? beside.factories() : ClassName.bestGuess(factories),
            methods.isEmpty() ? null : ClassName.bestGuess(methods));
    }

    /** What is found at run time; of the optimizers' files the last is the class by which the others are found. */
    private void registrations(Emitters emitters, Map<String, String> sources) {
        var optimizers = emitters.optimizers();
        if (!optimizers.isEmpty()) {
            var provider = optimizers.getLast();
            session.service(OPTIMIZER_PROVIDER, provider.packageName() + "." + provider.typeSpec().name());
        }
        var layers = emitters.layerProvider();
        if (layers != null) {
            session.service(LAYER_PROVIDER, layers);
        }
        var kernels = kernelPackage();
        if (kernels != null) {
            session.kernels(kernels + ".GeneratedKernels");
        }
        var gpuKernels = gpuPackage();
        if (gpuKernels != null) {
            session.kernels(gpuKernels + ".GeneratedGpuKernels");
            sources.forEach((name, text) -> session.output().resource(element, "META-INF/tenon/cuda/" + name, text));
        }
    }

    private boolean wantsTests() {
        return session.options().containsKey(TESTS);
    }

    private List<JavaFile> tests(Emitters emitters, boolean onGpu) {
        var target = testPackage();
        var tests = new ArrayList<>(emitters.tests(target));
        tests.addAll(emitters.exampleTests(target, false));
        if (onGpu) {
            tests.addAll(emitters.gpuTests(target));
            tests.addAll(emitters.exampleTests(target, true));
        }
        return tests;
    }

    private String testPackage() {
        return here + ".generated";
    }

    /** Tests go to where the compiler's option says: a processor's own output belongs to the main classes. */
    private void writeTests(List<JavaFile> tests) {
        var folder = session.options().get(TESTS);
        if (folder == null) {
            return;
        }
        try {
            new TestFiles(Path.of(folder), testPackage()).write(tests);
        } catch (IOException e) {
            session.output().fail(element, folder, e);
        }
    }
}
