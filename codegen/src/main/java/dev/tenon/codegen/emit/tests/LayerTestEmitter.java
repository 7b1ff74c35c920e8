package dev.tenon.codegen.emit.tests;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.docs.ExampleInputs;
import dev.tenon.codegen.emit.docs.Examples;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.LayerPlaces;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.spec.LayerSpec;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JUnit class for the layers of each topic: each gives what its operator gives, with the defaults and with every argument changed,
 * and is declared with the shape that it gives.
 */
public final class LayerTestEmitter {
    private static final ClassName TEST = ClassName.get("org.junit.jupiter.api", "Test");
    /** Sizes that halve, and that are large enough for windows and paddings. */
    private static final int BATCH = 2;
    private static final int CHANNELS = 4;
    private static final int SIZE = 6;

    private final Library library;
    private final LayerPlaces places;
    private final String packageName;
    private final Examples examples;

    public LayerTestEmitter(Library library, LayerPlaces places, String packageName) {
        this.library = library;
        this.places = places;
        this.packageName = packageName;
        this.examples = new Examples(library);
    }

    public List<JavaFile> emit() {
        var topics = LayerModel.of(library, places).stream()
            .collect(Collectors.groupingBy(layer -> LayerPlaces.topic(layer.op(), layer.spec()), LinkedHashMap::new, Collectors.toList()));
        return topics.entrySet().stream().map(topic -> test(topic.getKey(), topic.getValue())).toList();
    }

    private JavaFile test(String topic, List<LayerModel> layers) {
        var type = TypeSpec.classBuilder(Names.pascal(topic) + "LayersTest")
            .addJavadoc("The layers of {@code $L} against their operators.\n", topic);
        layers.forEach(layer -> type.addMethod(test(layer)));
        return JavaFiles.java(packageName, type.build()).toBuilder().addStaticImport(ClassName.get("dev.tenon", "Tenon"), "*").build();
    }

    private MethodSpec test(LayerModel layer) {
        var body = CodeBlock.builder();
        var inputs = inputs(layer, body);
        body.add("new $T()", Names.LAYER_CHECK);
        body.add(same(layer, inputs, null));
        layer.spec().arguments().stream().map(LayerSpec.Argument::param).filter(param -> param.defaultValue() != null && !param.isTensor())
            .forEach(param -> body.add(same(layer, inputs, param)));
        if (!layer.isJoined()) {
            body.add("\n    .declared(() -> $L, $N)", made(layer, null), inputs.getFirst());
            var own = exampleInput(layer);
            if (own != null) {
                body.add(own);
            }
        }
        return MethodSpec.methodBuilder(layer.name() + "_gives_what_its_operator_gives").addAnnotation(TEST)
            .addCode(body.add("\n    .requireResult();\n").build())
            .build();
    }

    /** Makes the inputs; gives the names of their variables. */
    private List<String> inputs(LayerModel layer, CodeBlock.Builder body) {
        if (!layer.isJoined()) {
            int spatial = layer.spatial() > 0 ? layer.spatial() : 2;
            long count = BATCH * CHANNELS * Math.round(Math.pow(SIZE, spatial));
            body.addStatement("var $N = linspace(-1, 1, $L).reshape($L, $L$L)", layer.inputs().getFirst().javaName(), count, BATCH,
                CHANNELS,
                (", " + SIZE).repeat(spatial));
            return List.of(layer.inputs().getFirst().javaName());
        }
        var example = examples.of(layer.op());
        var given = example == null ? null : ExampleInputs.of(layer.op(), example, layer.inputs().size(), library.api());
        if (given == null) {
            throw new IllegalArgumentException(layer.op().at() + ": the layer " + layer.name() + " needs an example to be tested with\n"
                + "    fix: add 'example:' that ends in printing a call of the operator");
        }
        given.statements().forEach(line -> body.add(examples.code(line)));
        var names = new ArrayList<String>();
        for (int i = 0; i < given.operands().size(); i++) {
            var operand = given.operands().get(i);
            var wanted = layer.inputs().get(i).javaName();
            boolean taken = given.statements().stream().anyMatch(line -> line.startsWith("var " + wanted + " "));
            var name = operand.matches("\\w+") ? operand : taken ? "given" + Names.pascal(wanted) : wanted;
            names.add(name);
            if (!operand.equals(name)) {
                body.add("var $N = ", name).add(examples.code(operand + ";"));
            }
        }
        return names;
    }

    /** A pass over what the operator's example is given: some layers take no such input as all others do. Null where statements make it. */
    private @Nullable CodeBlock exampleInput(LayerModel layer) {
        var example = layer.op().example() == null ? null : examples.of(layer.op());
        var given = example == null ? null : ExampleInputs.of(layer.op(), example, 1, library.api());
        if (given == null || !given.statements().isEmpty()) {
            return null;
        }
        var operand = CodeBlock.of("$L", examples.code(given.operands().getFirst()).toString().strip());
        var operands = layer.op().sig().params().stream()
            .map(param -> layer.inputs().contains(param) ? operand : operand(layer, param, null)).collect(CodeBlock.joining(", "));
        return CodeBlock.of("\n    .same(() -> $L.forward($L),\n        () -> $T.$N($L))", made(layer, null), operand, library.api(),
            layer.op().javaName(), operands);
    }

    /** A pass of the layer with this argument changed, or none, and the call of its operator. */
    private CodeBlock same(LayerModel layer, List<String> inputs, @Nullable Param changed) {
        return CodeBlock.of("\n    .same(() -> $L.forward($L),\n        () -> $T.$N($L))", made(layer, changed), String.join(", ", inputs),
            library.api(), layer.op().javaName(), operands(layer, inputs, changed));
    }

    private CodeBlock made(LayerModel layer, @Nullable Param changed) {
        var values = new ArrayList<CodeBlock>();
        for (var param : layer.positional()) {
            boolean given = param.defaultValue() == null || changed != null && layer.positional().contains(changed)
                && layer.positional().indexOf(param) <= layer.positional().indexOf(changed);
            if (given) {
                values.add(positional(layer, param, changed));
            }
        }
        if (changed != null && layer.optional().contains(changed)) {
            values.add(CodeBlock.of("o -> o.$N($L)", changed.javaName(), LayerSamples.other(layer, changed)));
        }
        return CodeBlock.of("new $T($L)", layer.type(), CodeBlock.join(values, ", "));
    }

    private static CodeBlock positional(LayerModel layer, Param param, @Nullable Param changed) {
        boolean last = param.equals(layer.positional().getLast()) && !layer.hasOptions();
        if (param.defaultValue() == null) {
            var items = LayerSamples.required(layer, param);
            return Types.isList(param) && !last ? CodeBlock.of("new long[] {$L}", items) : items;
        }
        var other = param.equals(changed) ? LayerSamples.other(layer, param) : null;
        return other == null ? layer.defaultArgument(param) : other;
    }

    private static CodeBlock operands(LayerModel layer, List<String> inputs, @Nullable Param changed) {
        return layer.op().sig().params().stream()
            .map(param -> layer.inputs().contains(param) ? CodeBlock.of("$N", inputs.get(layer.inputs().indexOf(param)))
                : operand(layer, param, changed))
            .collect(CodeBlock.joining(", "));
    }

    private static CodeBlock operand(LayerModel layer, Param param, @Nullable Param changed) {
        if (param.name().equals(LayerSpec.TRAINING) && layer.draws()) {
            return CodeBlock.of("true");
        }
        var argument = layer.spec().argument(param.name());
        if (argument == null) {
            return fixed(layer, param);
        }
        var own = argument.param();
        if (own.isTensor() || own.defaultValue() != null && !own.equals(changed)) {
            return fixed(layer, own);
        }
        var value = own.equals(changed) ? LayerSamples.other(layer, own) : LayerSamples.required(layer, own);
        var items = value == null ? CodeBlock.of("null") : value;
        return LayerSamples.argument(own, layer.isRepeated(own) ? repeated(items, own.attribute().length()) : items);
    }

    private static CodeBlock fixed(LayerModel layer, Param param) {
        var value = layer.spec().fixed().get(param.name());
        var valued = value == null ? param : new Param(param.name(), param.javaName(), param.type(), value, param.at());
        return layer.types().defaultArgument(layer.op(), layer.records(), valued);
    }

    private static CodeBlock repeated(CodeBlock item, int length) {
        return CodeBlock.join(Collections.nCopies(length, item), ", ");
    }
}
