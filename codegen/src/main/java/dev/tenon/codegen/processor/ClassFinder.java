package dev.tenon.codegen.processor;

import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Library;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Finds the hand-written classes that a spec names plainly: those of the annotation; those of the package below the library's that is named
 * as the entry's spec file, those of the library's package and of its other packages of that kind; then Tenon's in the same way, as far as
 * another library may use them. One way leads to kernels, rules, views, bodies and the static methods of expressions.
 */
final class ClassFinder implements Library.Support {
    private final Elements elements;
    private final String here;
    private final List<String> support;
    private final Set<String> own = new LinkedHashSet<>();
    private final Set<String> tenon = new LinkedHashSet<>(List.of("dev.tenon.spi", OpProcessor.TENSOR_PACKAGE));

    /**
     * A search.
     *
     * @param here the package of the library
     * @param support full names of classes
     * @param topics of the library's spec files
     * @param used of Tenon's
     */
    ClassFinder(Elements elements, String here, List<String> support, List<String> topics, List<String> used) {
        this.elements = elements;
        this.here = here;
        this.support = support;
        own.add(here);
        topics.stream().filter(SourceVersion::isName).forEach(topic -> own.add(here + "." + topic));
        used.forEach(topic -> tenon.add(OpProcessor.TENSOR_PACKAGE + "." + topic));
    }

    /** The class of this name, or null. Of Tenon's those that are public come first: others are found only to be told. */
    @Nullable TypeElement element(String topic, String name) {
        var candidates = Stream
            .of(support.stream().filter(type -> type.endsWith("." + name)),
                // A name that begins with a package is a whole one.
                Character.isLowerCase(name.charAt(0)) ? Stream.of(name) : Stream.<String>of(), Stream.of(here + "." + topic + "." + name),
                own.stream().map(place -> place + "." + name))
            .flatMap(part -> part).map(elements::getTypeElement).filter(Objects::nonNull).findFirst();
        return candidates.orElseGet(() -> ofTenon(name));
    }

    private @Nullable TypeElement ofTenon(String name) {
        var found = tenon.stream().map(place -> elements.getTypeElement(place + "." + name)).filter(Objects::nonNull).toList();
        return found.stream().filter(type -> type.getModifiers().contains(Modifier.PUBLIC)).findFirst()
            .orElse(found.isEmpty() ? null : found.getFirst());
    }

    @Override
    public String find(String topic, String simpleName) {
        var found = element(topic, simpleName);
        return found == null ? here + "." + simpleName : found.getQualifiedName().toString();
    }

    /** That of all forms of the method; what several give is known to the compiler alone, as is what one of Tenon's own gives. */
    @Override
    public JavaType result(String topic, String method) {
        int dot = method.indexOf('.');
        var type = here.equals(OpProcessor.TENSOR_PACKAGE) ? null : element(topic, method.substring(0, dot));
        if (type == null) {
            return JavaType.UNKNOWN;
        }
        var results = methods(type, method.substring(dot + 1)).map(form -> StaticArguments.result(form.getReturnType()))
            .distinct().toList();
        return results.size() == 1 ? results.getFirst() : JavaType.UNKNOWN;
    }

    /** The methods of a class that have this name. */
    Stream<ExecutableElement> methods(TypeElement type, String name) {
        return ElementFilter.methodsIn(elements.getAllMembers(type)).stream().filter(m -> m.getSimpleName().contentEquals(name));
    }

    /** Where a class of this library would be looked for. */
    String places() {
        return String.join(", ", own);
    }

    /** The package from which generated code calls. */
    String here() {
        return here;
    }
}
