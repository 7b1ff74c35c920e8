package dev.tenon.codegen.processor;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.emit.library.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** The methods that an example can call without more imports: by class and name, each as it is declared, {@code ones(long... sizes)}. */
final class KnownMethods {
    private static final String TENON = "Tenon";

    private final String api;
    private final Elements elements;
    private final Map<String, Map<String, List<String>>> classes = new LinkedHashMap<>();

    /** @param files what is about to be generated, the methods of the library's operators among it */
    KnownMethods(ClassName api, List<JavaFile> files, Elements elements) {
        this.api = api.simpleName();
        this.elements = elements;
        for (var file : files) {
            if (file.typeSpec().name().equals(this.api)) {
                file.typeSpec().methodSpecs().forEach(method -> add(this.api, method.name(), method.parameters().stream()
                    .map(parameter -> simple(parameter.type(), method.varargs() && parameter.equals(method.parameters().getLast())) + " "
                        + parameter.name())
                    .collect(Collectors.joining(", "))));
            }
        }
        for (var type : List.of("dev.tenon." + TENON, Names.TENSOR.canonicalName())) {
            var element = elements.getTypeElement(type);
            if (element != null) {
                ElementFilter.methodsIn(elements.getAllMembers(element)).stream()
                    .filter(method -> method.getModifiers().contains(Modifier.PUBLIC))
                    .forEach(method -> add(element.getSimpleName().toString(), method.getSimpleName().toString(), parameters(method)));
            }
        }
    }

    private void add(String type, String name, String parameters) {
        classes.computeIfAbsent(type, _ -> new LinkedHashMap<>()).computeIfAbsent(name, _ -> new ArrayList<>())
            .add(name + "(" + parameters + ")");
    }

    private static String parameters(ExecutableElement method) {
        var parameters = method.getParameters();
        return parameters.stream().map(parameter -> simple(TypeName.get(parameter.asType()),
            method.isVarArgs() && parameter.equals(parameters.getLast())) + " " + parameter.getSimpleName())
            .collect(Collectors.joining(", "));
    }

    private static String simple(TypeName type, boolean varargs) {
        return switch (type.withoutAnnotations()) {
            case ArrayTypeName array -> simple(array.componentType(), false) + (varargs ? "..." : "[]");
            case ParameterizedTypeName of -> of.rawType().simpleName() + "<"
                + of.typeArguments().stream().map(argument -> simple(argument, false)).collect(Collectors.joining(", ")) + ">";
            case ClassName name -> name.simpleName();
            case TypeName other -> other.toString();
        };
    }

    /** The classes whose methods are known. */
    Iterable<String> classes() {
        return classes.keySet();
    }

    /** The class of the library's methods. */
    String api() {
        return api;
    }

    /** The full name of a class of Tenon that programs name, or null if there is none of this name. */
    @Nullable String home(String name) {
        return Stream.of(OpProcessor.RECORDS, Names.DTYPE.packageName(), OpProcessor.TENSOR_PACKAGE, "dev.tenon")
            .map(place -> place + "." + name).filter(type -> elements.getTypeElement(type) != null).findFirst().orElse(null);
    }

    /** Whether the library has a method of this name. */
    boolean isOwn(String name) {
        return classes.getOrDefault(api, Map.of()).containsKey(name);
    }

    /** The names that a class has; those that need no class before them for any other one. */
    Iterable<String> names(String type) {
        return classes.getOrDefault(type, classes.getOrDefault(TENON, Map.of())).keySet();
    }

    /** How a method is declared, in all its forms, the short ones first. */
    List<String> forms(String name) {
        return classes.values().stream().flatMap(methods -> methods.getOrDefault(name, List.of()).stream()).distinct()
            .sorted(Comparator.comparingInt(String::length)).toList();
    }
}
