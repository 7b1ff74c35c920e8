package dev.tenon.codegen.emit.layers;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.api.Javadocs;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.spec.Param;
import javax.lang.model.element.Modifier;

/** Writes the options of a layer: a record of the arguments that have defaults, and a method for each that changes it. */
public final class LayerOptionsEmitter {
    private final Library library;
    private final LayerModel layer;

    public LayerOptionsEmitter(Library library, LayerModel layer) {
        this.library = library;
        this.layer = layer;
    }

    public JavaFile emit() {
        var components = MethodSpec.constructorBuilder();
        layer.optional()
            .forEach(param -> components.addParameter(ParameterSpec.builder(layer.component(param), param.javaName()).build()));
        var type = TypeSpec.recordBuilder(layer.options()).addModifiers(Modifier.PUBLIC).recordConstructor(components.build())
            .addJavadoc(Javadocs.options(layer)).addField(defaults());
        var checks = checks();
        if (!checks.isEmpty()) {
            type.addMethod(MethodSpec.compactConstructorBuilder().addModifiers(Modifier.PUBLIC).addCode(checks).build());
        }
        layer.optional().forEach(param -> type.addMethod(change(param)));
        return JavaFiles.java(layer.type().packageName(), type.build());
    }

    private FieldSpec defaults() {
        var values = layer.optional().stream().map(this::value).collect(CodeBlock.joining(",$W"));
        return FieldSpec.builder(layer.options(), "DEFAULT", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("Those of the operator {@code $L}.", layer.op().key()).initializer("new $T($L)", layer.options(), values).build();
    }

    private CodeBlock value(Param param) {
        return param.isTensor() ? CodeBlock.of("null") : layer.defaultComponent(param);
    }

    private CodeBlock checks() {
        var body = CodeBlock.builder();
        for (var param : layer.optional()) {
            int length = param.isTensor() ? 0 : param.attribute().length();
            if (length == 0) {
                LayerEmitter.checks(layer, param, body);
            } else if (Types.mustBeGiven(param)) {
                body.addStatement("$N = $T.sized($N, $L, $S, $S)", param.javaName(), Names.ATTRIBUTES, param.javaName(), length,
                    layer.name(), param.name());
            } else {
                body.beginControlFlow("if ($N != null)", param.javaName())
                    .addStatement("$N = $T.sized($N, $L, $S, $S)", param.javaName(), Names.ATTRIBUTES, param.javaName(), length,
                        layer.name(), param.name())
                    .endControlFlow();
            }
        }
        layer.op().requires().forEach(require -> LayerEmitter.require(library, layer, require, layer.optional(), body));
        return body.build();
    }

    /** {@code stride(2)}: these options with another stride. */
    private MethodSpec change(Param param) {
        var given = Types.isList(param) ? Names.LONG_ARRAY : param.isTensor() ? layer.component(param) : bare(layer.component(param));
        var method = MethodSpec.methodBuilder(param.javaName()).addModifiers(Modifier.PUBLIC).returns(layer.options())
            .addJavadoc("These with another {@code $L}.\n", param.name())
            .addParameter(ParameterSpec.builder(given, param.javaName()).build()).varargs(Types.isList(param));
        var values = layer.optional().stream()
            .map(each -> each.equals(param) && Types.isList(param) ? CodeBlock.of("$T.of($N)", Names.INTS, param.javaName())
                : CodeBlock.of("$N", each.javaName()))
            .collect(CodeBlock.joining(",$W"));
        return method.addStatement("return new $T($L)", layer.options(), values).build();
    }

    /** A number that can be null is set to one that is not: null is the default. */
    private static TypeName bare(TypeName type) {
        var plain = type.withoutAnnotations();
        return plain.isBoxedPrimitive() ? plain.unbox() : plain;
    }
}
