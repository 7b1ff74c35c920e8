package dev.tenon.codegen.emit.layers;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.LayerPlaces;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.spec.Param;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Writes the class by which the registry finds a library's layers: a row for each, which reads its arguments by PyTorch's names. */
public final class LayerProviderEmitter {
    private static final TypeName ROWS = ParameterizedTypeName.get(ClassName.get(Map.class), ClassName.get(String.class),
        ParameterizedTypeName.get(ClassName.get(Function.class), Names.LAYER_ARGUMENTS, Names.LAYER));

    private final LayerPlaces places;
    private final List<LayerModel> layers;

    public LayerProviderEmitter(LayerPlaces places, List<LayerModel> layers) {
        this.places = places;
        this.layers = layers;
    }

    public JavaFile emit() {
        var type = TypeSpec.classBuilder(places.provider()).addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addSuperinterface(Names.LAYER_PROVIDER)
            .addJavadoc("The layers without state by PyTorch's class names; found by {@link java.util.ServiceLoader}.\n");
        var topics = layers.stream()
            .collect(Collectors.groupingBy(layer -> LayerPlaces.topic(layer.op(), layer.spec()), LinkedHashMap::new, Collectors.toList()));
        var add = MethodSpec.methodBuilder("add").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC).addParameter(ROWS, "rows");
        topics.keySet().forEach(topic -> add.addStatement("$L(rows)", method(topic)));
        type.addMethod(add.build());
        topics.forEach((topic, rows) -> type.addMethod(rows(topic, rows)));
        return JavaFiles.java(places.provider().packageName(), type.build());
    }

    private static String method(String topic) {
        return Names.camel(topic) + "Layers";
    }

    private static MethodSpec rows(String topic, List<LayerModel> rows) {
        var method = MethodSpec.methodBuilder(method(topic)).addModifiers(Modifier.PRIVATE, Modifier.STATIC).addParameter(ROWS, "rows");
        rows.forEach(layer -> method.addStatement("rows.put($S, a -> $L)", layer.name(), row(layer)));
        return method.build();
    }

    private static CodeBlock row(LayerModel layer) {
        var positional = layer.positional().stream().map(param -> argument(param, read(layer, param, null)));
        var options = !layer.hasOptions() ? Stream.<CodeBlock>of() : Stream.of(CodeBlock.of("o -> new $T($L)", layer.options(),
            layer.optional().stream().map(param -> read(layer, param, "o")).collect(CodeBlock.joining(",$W"))));
        var made = CodeBlock.of("new $T($L)", layer.type(), Stream.concat(positional, options).collect(CodeBlock.joining(",$W")));
        var legacy = layer.op().head().legacy().stream()
            .filter(name -> layer.spec().arguments().stream().noneMatch(a -> a.param().name().equals(name)))
            .map(name -> CodeBlock.of("$S", name)).toList();
        return legacy.isEmpty() ? made
            : CodeBlock.of("{\n$>a.legacy($L);\nreturn $L;\n$<}", CodeBlock.join(legacy, ", "), made);
    }

    private static CodeBlock argument(Param param, CodeBlock read) {
        return !Types.isList(param) ? read
            : Types.isNullable(param) ? CodeBlock.of("$T.array($L)", Names.ATTRIBUTES, read) : CodeBlock.of("$L.toArray()", read);
    }

    /**
     * What reads an argument.
     *
     * @param options the name of the options whose value is the default; null for the default itself
     */
    private static CodeBlock read(LayerModel layer, Param param, @Nullable String options) {
        if (param.isTensor()) {
            return CodeBlock.of("a.tensor($S)", param.name());
        }
        var reader = switch (param.attribute().kind()) {
            case INT -> "integer";
            case BOOL -> "flag";
            case INTS, DIMS -> "ints";
            case ENUM -> "choice";
            default -> "number";
        };
        if (Types.isNullable(param)) {
            return CodeBlock.of("a.$LOrNull($S)", reader, param.name());
        }
        if (options != null) {
            return CodeBlock.of("a.$L($S, $L.$N())", reader, param.name(), options, param.javaName());
        }
        if (param.defaultValue() != null) {
            return CodeBlock.of("a.$L($S, $L)", reader, param.name(),
                layer.types().defaultComponent(layer.op(), layer.records(), param));
        }
        return reader.equals("choice")
            ? CodeBlock.of("a.choice($S, $T.class)", param.name(), layer.component(param))
            : CodeBlock.of("a.$L($S)", reader, param.name());
    }
}
