package dev.tenon.codegen.processor;

import com.palantir.javapoet.JavaFile;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.emit.Emitters;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.check.NamedClasses;
import dev.tenon.codegen.spec.read.SpecReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** What the annotations of one compilation share: where files are found and written, what is said to whom, and what is registered. */
final class Session {
    private static final String KERNEL_PROVIDER = "dev.tenon.spi.KernelProvider";

    private final ProcessingEnvironment env;
    private final Map<String, Set<String>> services = new TreeMap<>();
    private final Map<String, String> libraries = new HashMap<>();

    Session(ProcessingEnvironment env) {
        this.env = env;
    }

    Elements elements() {
        return env.getElementUtils();
    }

    javax.lang.model.util.Types types() {
        return env.getTypeUtils();
    }

    Map<String, String> options() {
        return env.getOptions();
    }

    Output output() {
        return new Output(env.getFiler(), env.getMessager());
    }

    Report report() {
        return new Report(env.getMessager(), System.err, env.getOptions());
    }

    SpecFiles files() {
        return new SpecFiles(env.getFiler());
    }

    KnownClasses classes() {
        return new KnownClasses(elements());
    }

    String packageOf(Element element) {
        return elements().getPackageOf(element).getQualifiedName().toString();
    }

    /** Notes a library of this compilation; gives the one that its package has already, or null. */
    @Nullable String register(String place, String api) {
        return libraries.putIfAbsent(place, api);
    }

    /** Notes a class by which others are found. */
    void service(String type, String provider) {
        services.computeIfAbsent(type, _ -> new LinkedHashSet<>()).add(provider);
    }

    void kernels(String provider) {
        service(KERNEL_PROVIDER, provider);
    }

    /** Writes what was noted: several libraries of one compilation share these files. */
    void writeServices() {
        services.forEach((type, providers) -> output().resource("META-INF/services/" + type, String.join("\n", providers) + "\n"));
        services.clear();
    }

    /** The specs with what they use, read and checked. */
    SpecContext read(List<String> specs, List<UsedLibrary> uses, NamedClasses classes, Diagnostics diagnostics) {
        var own = new ArrayList<SourceFile>();
        specs.forEach(name -> files().find(name).ifPresent(own::add));
        var context = new ArrayList<>(files().tenon());
        uses.forEach(library -> context.addAll(library.specs()));
        context.removeIf(own::contains);
        return SpecReader.read(own, context, classes, diagnostics);
    }

    /** Writes CUDA sources; gives the file of what launches them. */
    JavaFile gpuKernels(Element element, Emitters emitters, String target) {
        emitters.cudaSources().forEach((name, text) -> output().resource(element, "META-INF/tenon/cuda/" + name, text));
        return emitters.gpuKernels(target, classes()::exists);
    }
}
