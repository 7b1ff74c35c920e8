package dev.tenon.codegen.emit.update;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.tenon.codegen.emit.api.Javadocs;
import dev.tenon.codegen.emit.formula.Dialect;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.shape.RuleMessage;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.NumberStates;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.UpdateEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes the record of an optimizer's settings: defaults, ranges, changes, PyTorch's names, states, and the operator of a step. */
public final class OptimizerEmitter {
    private static final ClassName ANY = Names.optim("OptimizerOptions");
    private static final ClassName OPTIONS = Names.optim("ElementwiseOptions");
    private static final ClassName STATE = OPTIONS.nestedClass("State");
    private static final ClassName SETTING = Names.optim("Setting");
    private static final ClassName OPTIMIZER = Names.optim("Optimizer");
    private static final TypeName SETTINGS = ParameterizedTypeName.get(Map.class, String.class, Object.class);

    private final Library library;
    private final UpdateEntry update;
    private final ClassName record;

    public OptimizerEmitter(Library library, UpdateEntry update) {
        this.library = library;
        this.update = update;
        this.record = library.options(update);
    }

    public JavaFile emit() {
        var type = TypeSpec.recordBuilder(record).addModifiers(Modifier.PUBLIC)
            .addSuperinterface(ParameterizedTypeName.get(OPTIONS, record)).addJavadoc(javadoc()).recordConstructor(components());
        type.addField(defaults("DEFAULT", "PyTorch's defaults.", Map.of()));
        update.variants().forEach(variant -> type.addField(defaults(constant(variant), "The defaults of PyTorch's {@code "
            + variant.className() + "}.", variant.defaults())));
        type.addMethod(ranges()).addMethod(name());
        update.arguments().forEach(argument -> type.addMethod(change(argument)));
        type.addMethod(states()).addMethod(settings()).addMethod(with()).addMethod(step());
        if (!update.numbers().isEmpty()) {
            type.addMethod(numbers());
        }
        if (!update.requires().isEmpty()) {
            type.addMethod(consistent());
        }
        return JavaFiles.java(record.packageName(), type.addMethod(over()).build());
    }

    /** The constant with a variant's defaults: {@code DEFAULT_W} of {@code AdamW}, which is a variant of {@code Adam}. */
    static String constant(UpdateEntry update, UpdateEntry.Variant variant) {
        boolean longer = variant.className().startsWith(update.className()) && !variant.className().equals(update.className());
        return "DEFAULT_" + Names.screaming(longer ? variant.className().substring(update.className().length()) : variant.className());
    }

    private String constant(UpdateEntry.Variant variant) {
        return constant(update, variant);
    }

    private CodeBlock javadoc() {
        var text = CodeBlock.builder().add("$L\n", Javadocs.wrapped(update.className() + ": " + Javadocs.escape(update.doc())));
        for (var setting : update.settings()) {
            var range = setting.range() == null ? "" : ", " + setting.range().text();
            text.add("\n@param $L $L; {@code $L}", setting.param().javaName(), Javadocs.escape(setting.about() + range),
                value(setting, Map.of()));
        }
        return text.add("\n").add(update.source() == null ? CodeBlock.of("") : Javadocs.source(update.source())).build();
    }

    private MethodSpec components() {
        var constructor = MethodSpec.constructorBuilder();
        update.settings().forEach(setting -> constructor.addParameter(parameter(setting)));
        return constructor.build();
    }

    private static ParameterSpec parameter(UpdateEntry.Setting setting) {
        return ParameterSpec.builder(type(setting), setting.param().javaName()).build();
    }

    static TypeName type(UpdateEntry.Setting setting) {
        return switch (setting.param().attribute().kind()) {
            case BOOL -> TypeName.BOOLEAN;
            case INT -> TypeName.LONG;
            default -> TypeName.DOUBLE;
        };
    }

    private FieldSpec defaults(String name, String doc, Map<String, Expr> other) {
        var values = update.settings().stream().map(setting -> value(setting, other)).collect(Collectors.joining(", "));
        return FieldSpec.builder(record, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL).addJavadoc("$L\n", doc)
            .initializer("new $T($L)", record, values).build();
    }

    /** A default as Java text. */
    private static String value(UpdateEntry.Setting setting, Map<String, Expr> other) {
        var value = other.getOrDefault(setting.name(), setting.param().defaultValue());
        return switch (value) {
            case Expr.Bool bool -> String.valueOf(bool.value());
            case Expr.Num num -> number(setting, num.value());
            case Expr.Unary minus when minus.a() instanceof Expr.Num num -> number(setting, -num.value());
            case null, default -> throw new IllegalArgumentException(setting.param().at() + ": not a default value");
        };
    }

    private static String number(UpdateEntry.Setting setting, double value) {
        return setting.param().attribute().kind() == ParamType.Attribute.Kind.INT || value == Math.rint(value) && Math.abs(value) < 1e6
            ? String.valueOf((long) value) : String.valueOf(value);
    }

    // ---- checks ---------------------------------------------------------------------------------------------------------

    private MethodSpec ranges() {
        var constructor = MethodSpec.compactConstructorBuilder().addModifiers(Modifier.PUBLIC);
        for (var setting : update.settings()) {
            if (setting.range() != null) {
                var name = setting.param().javaName();
                constructor.addStatement("$T.require($L, $S, $S, $S, $N)", SETTING, within(setting.range(), name), update.className(), name,
                    setting.range().text(), name);
            }
        }
        return constructor.build();
    }

    private static String within(UpdateEntry.Range range, String name) {
        var low = name + (range.withLow() ? " >= " : " > ") + Dialect.JAVA_PLAIN.shortLiteral(range.low());
        return Double.isInfinite(range.high()) ? low
            : low + " && " + name + (range.withHigh() ? " <= " : " < ") + Dialect.JAVA_PLAIN.shortLiteral(range.high());
    }

    private MethodSpec consistent() {
        var method = override("requireConsistent").returns(TypeName.VOID);
        for (var require : update.requires()) {
            method.beginControlFlow("if (!($L))", text(require.condition()));
            method.addStatement("throw new $T($L)", Names.ARGUMENT_EXCEPTION, message(require)).endControlFlow();
        }
        return method.build();
    }

    /** The rule with its values, or else the numbers in its condition, and the way out. */
    private CodeBlock message(Require require) {
        var numbers = new LinkedHashMap<String, CodeBlock>();
        for (var name : ExprTree.names(require.condition())) {
            var setting = update.setting(name);
            if (setting != null && !setting.isFlag()) {
                numbers.put(setting.param().javaName(), CodeBlock.of("$N", setting.param().javaName()));
            }
        }
        return RuleMessage.withHint(update.className() + ": ", require, numbers,
            value -> CodeBlock.of(value instanceof Expr.Name ? "$L" : "($L)", text(value)));
    }

    /** An expression over the settings as Java text within the record. */
    private String text(Expr expr) {
        return StepText.ofComponents(update).translate(expr).text().toString();
    }

    // ---- members --------------------------------------------------------------------------------------------------------

    private static MethodSpec.Builder override(String name) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC);
    }

    private MethodSpec name() {
        return override("name").returns(String.class).addStatement("return $S", update.className()).build();
    }

    private MethodSpec change(UpdateEntry.Argument argument) {
        var name = argument.isList() ? Names.camel(argument.name()) : argument.settings().getFirst().param().javaName();
        var method = MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).returns(record);
        if (name.equals("lr")) {
            method.addAnnotation(Override.class);
        } else {
            method.addJavadoc("The same settings with other {@code $L}: $L.\n", name,
                Javadocs.escape(argument.settings().stream().map(UpdateEntry.Setting::about).collect(Collectors.joining("; "))));
        }
        argument.settings().forEach(setting -> method.addParameter(type(setting), setting.param().javaName()));
        var values = update.settings().stream().map(setting -> setting.param().javaName()).collect(Collectors.joining(", "));
        return method.addStatement("return new $T($L)", record, values).build();
    }

    private MethodSpec states() {
        var method = override("states").returns(ParameterizedTypeName.get(ClassName.get(List.class), STATE));
        if (update.states().stream().allMatch(state -> state.condition() == null)) {
            return method.addStatement("return $T.of($L)", List.class,
                update.states().stream().map(this::state).collect(CodeBlock.joining(",$W"))).build();
        }
        method.addStatement("var states = new $T<$T>()", ArrayList.class, STATE);
        for (var state : update.states()) {
            if (state.condition() != null) {
                method.beginControlFlow("if ($L)", text(state.condition()));
            }
            method.addStatement("states.add($L)", state(state));
            if (state.condition() != null) {
                method.endControlFlow();
            }
        }
        return method.addStatement("return $T.copyOf(states)", List.class).build();
    }

    private CodeBlock state(UpdateEntry.State state) {
        var initial = state.initial() instanceof Expr.Num num ? Dialect.JAVA_PLAIN.shortLiteral(num.value()) : text(state.initial());
        return CodeBlock.of(state.isNumber() ? "$T.number($S, $L)" : "$T.elements($S, $L)", STATE, state.name(), initial);
    }

    private MethodSpec settings() {
        var values = update.arguments().stream().map(argument -> CodeBlock.of("$S, $L", argument.name(), value(argument)))
            .collect(CodeBlock.joining(",$W"));
        return override("settings").returns(SETTINGS).addStatement("return $T.of($L)", SETTING, values).build();
    }

    private static CodeBlock value(UpdateEntry.Argument argument) {
        var names = argument.settings().stream().map(setting -> setting.param().javaName()).collect(Collectors.joining(", "));
        return argument.isList() ? CodeBlock.of("$T.of($L)", List.class, names) : CodeBlock.of("$L", names);
    }

    private MethodSpec with() {
        var method = override("with").returns(record).addParameter(String.class, "argument").addParameter(Object.class, "value");
        var body = CodeBlock.builder().add("return switch (argument) {\n$>");
        update.arguments().forEach(argument -> body.add("case $S -> $L", argument.name(), changed(argument)));
        body.add("default -> throw $T.unknown($S, argument, settings());\n$<};\n", SETTING, update.className());
        return method.addCode(body.build()).build();
    }

    private CodeBlock changed(UpdateEntry.Argument argument) {
        if (!argument.isList()) {
            var setting = argument.settings().getFirst();
            return CodeBlock.of("$N($L);\n", setting.param().javaName(), converted(setting, "value"));
        }
        var code = CodeBlock.builder().add("{\n$>var numbers = $T.numbers($S, argument, value, $L);\n", SETTING, update.className(),
            argument.settings().size());
        var values = new ArrayList<CodeBlock>();
        for (int i = 0; i < argument.settings().size(); i++) {
            values.add(converted(argument.settings().get(i), "numbers.get(" + i + ")"));
        }
        return code.add("yield $N($L);\n$<}\n", Names.camel(argument.name()), CodeBlock.join(values, ", ")).build();
    }

    private static CodeBlock converted(UpdateEntry.Setting setting, String value) {
        var method = switch (setting.param().attribute().kind()) {
            case BOOL -> "flag";
            case INT -> "integer";
            default -> "number";
        };
        return CodeBlock.of("$T.$L(argument, $L)", SETTING, method, value);
    }

    private MethodSpec step() {
        var step = library.step(update);
        var values = new StringBuilder();
        update.settings().forEach(setting -> values.append(setting.param().javaName()).append(", "));
        for (int i = 0; i < update.numbers().size(); i++) {
            values.append("numbers[").append(i).append("], ");
        }
        return override("step").returns(step).addParameter(TypeName.LONG, "count").addParameter(TypeName.LONG, "step")
            .addParameter(double[].class, "numbers").addStatement("return new $T(count, $Lstep)", step, values).build();
    }

    /** What the numbers of a parameter become. */
    private MethodSpec numbers() {
        var text = StepText.ofNumbers(update);
        var values = NumberStates.after(update).values().stream().map(value -> text.translate(value).text())
            .collect(CodeBlock.joining(",$W"));
        return override("after").returns(double[].class).addParameter(TypeName.LONG, "step").addParameter(double[].class, "numbers")
            .addStatement("return new double[] {$L}", values).build();
    }

    private MethodSpec over() {
        return override("over").returns(ParameterizedTypeName.get(OPTIMIZER, record)).addParameter(Names.TENSOR_LIST, "parameters")
            .addStatement("return $T.of(this, parameters)", OPTIMIZER).build();
    }

    // ---- the library's optimizers ---------------------------------------------------------------------------------------

    /** The class with the optimizers' factories, by which they are also found by name. */
    public static JavaFile provider(Library library) {
        var name = library.optimizersClass();
        var type = TypeSpec.classBuilder(name).addModifiers(Modifier.PUBLIC).addSuperinterface(Names.optim("OptimizerProvider"))
            .addJavadoc("The optimizers of this library; found by {@link $T}, too.\n", ServiceLoader.class);
        var all = CodeBlock.builder();
        for (var update : library.spec().updates()) {
            var record = library.options(update);
            type.addMethod(factory(record, Names.camel(update.key()), "DEFAULT", update));
            all.addStatement("optimizers.put($S, $T.DEFAULT)", update.className(), record);
            for (var variant : update.variants()) {
                var constant = constant(update, variant);
                type.addMethod(factory(record, Names.camel(variant.className()), constant, update));
                all.addStatement("optimizers.put($S, $T.$L)", variant.className(), record, constant);
            }
        }
        var any = ParameterizedTypeName.get(ANY, WildcardTypeName.subtypeOf(Object.class));
        var map = ParameterizedTypeName.get(ClassName.get(Map.class), ClassName.get(String.class), any);
        type.addMethod(override("optimizers").returns(map)
            .addStatement("var optimizers = new $T<$T, $T>()", LinkedHashMap.class, String.class, any).addCode(all.build())
            .addStatement("return optimizers").build());
        return JavaFiles.java(name.packageName(), type.build());
    }

    private static MethodSpec factory(ClassName record, String name, String constant, UpdateEntry update) {
        var changes = ParameterizedTypeName.get(ClassName.get(UnaryOperator.class), record);
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC, Modifier.STATIC).returns(record)
            .addParameter(changes, "options")
            .addJavadoc("$L\nChanges begin from PyTorch's defaults: {@code $L(o -> o.lr($L))}.\n",
                Javadocs.wrapped(Javadocs.escape(update.doc())), name,
                value(update.settings().stream().filter(setting -> setting.name().equals("lr")).findFirst().orElseThrow(), Map.of()))
            .addStatement("return options.apply($T.$L)", record, constant).build();
    }
}
