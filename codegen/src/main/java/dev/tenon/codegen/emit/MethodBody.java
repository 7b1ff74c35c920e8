package dev.tenon.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the bodies of static methods: the application of a record through the funnel, or a composite's expression. */
final class MethodBody {
    private final Library library;
    private final Types types;

    MethodBody(Library library) {
        this.library = library;
        this.types = new Types(library.sharedEnums());
    }

    CodeBlock body(Overload overload) {
        return Library.isPrimitive(overload.op()) ? apply(overload) : overload.isComplete() ? composite(overload.op()) : delegate(overload);
    }

    /** A pointwise operator writes as it reads; others compute first, and what they made is written over their first tensor. */
    CodeBlock inPlace(Overload overload) {
        var op = overload.op();
        if (op.inplaceHost() != null) {
            return host(op.inplaceHost(), overload);
        }
        if (op.kind() != Kind.POINTWISE) {
            var self = op.sig().tensors().getFirst();
            var args = overload.given().stream()
                .map(a -> a.param().equals(self) ? CodeBlock.of("before") : CodeBlock.of("$N", a.param().javaName()))
                .collect(CodeBlock.joining(",$W"));
            return CodeBlock.builder().addStatement("return $T.replace($S,$W$N,$Wbefore -> $N($L))", Names.DISPATCH, op.name() + "_",
                self.javaName(), op.javaName(), args).build();
        }
        return CodeBlock.builder().addStatement("return $T.inPlace($L)", Names.DISPATCH, application(overload, op.name() + "_")).build();
    }

    /** A hand-written change in place: what it is given is checked as a composite's arguments are. */
    private CodeBlock host(String method, Overload overload) {
        int dot = method.indexOf('.');
        var op = overload.op();
        var body = CodeBlock.builder();
        for (var argument : overload.given()) {
            var param = argument.param();
            if (param.isTensor() && argument.form() == Overload.Form.PLAIN) {
                tensorChecks(op, param, body);
            } else if (!param.isTensor() && !argument.isNarrowed()) {
                attributeChecks(op, param, body);
            }
        }
        var args = op.sig().params().stream()
            .map(p -> argument(overload, p) == null ? types.defaultArgument(overload.op(), library.records(), p)
                : CodeBlock.of("$N", p.javaName()))
            .collect(CodeBlock.joining(",$W"));
        return body.beginControlFlow("try")
            .addStatement("return $T.$L($L)", library.owner(method.substring(0, dot)), method.substring(dot + 1), args)
            .nextControlFlow("catch ($T e)", RuntimeException.class).addStatement("throw $T.within($S, e)", Names.DISPATCH, op.name() + "_")
            .endControlFlow().build();
    }

    private CodeBlock apply(Overload overload) {
        var op = overload.op();
        var body = CodeBlock.builder();
        var results = op.sig().results();
        if (op.sig().listResult()) {
            body.addStatement("return $T.of($T.applyMany($L))", Names.LIST_CLASS, Names.DISPATCH, application(overload, op.name()));
        } else if (results.size() > 1) {
            body.addStatement("$T outputs = $T.applyMany($L)", Names.TENSOR_ARRAY, Names.DISPATCH, application(overload, op.name()));
            var parts = new ArrayList<CodeBlock>();
            for (int i = 0; i < results.size(); i++) {
                parts.add(CodeBlock.of("outputs[$L]", i));
            }
            body.addStatement("return new $T($L)", library.result(op), parts.stream().collect(CodeBlock.joining(",$W")));
        } else {
            body.addStatement("return $T.apply($L)", Names.DISPATCH, application(overload, op.name()));
        }
        return body.build();
    }

    /** The arguments of the funnel: the record, its rule, and the tensors. Messages name the operator as it was called. */
    private CodeBlock application(Overload overload, String called) {
        var op = overload.op();
        var attributes = op.sig().attributes().stream().map(param -> component(overload, called, param)).collect(CodeBlock.joining(",$W"));
        var record = library.record(op);
        var value = op.sig().attributes().isEmpty() ? CodeBlock.of("$T.INSTANCE", record) : CodeBlock.of("new $T($L)", record, attributes);
        var rule = Library.hasRule(op) ? CodeBlock.of("$T.INSTANCE", library.rule(op)) : CodeBlock.of("null");
        var inputs = inputs(overload, called);
        return inputs.isEmpty() ? CodeBlock.of("$L, $L", value, rule) : CodeBlock.of("$L,$W$L,$W$L", value, rule, inputs);
    }

    private CodeBlock inputs(Overload overload, String called) {
        var tensors = overload.op().sig().tensors();
        if (tensors.isEmpty()) {
            return CodeBlock.of("");
        }
        if (!tensors.getFirst().tensor().list()) {
            return tensors.stream().map(param -> input(overload, called, param)).collect(CodeBlock.joining(",$W"));
        }
        var others = tensors.subList(1, tensors.size()).stream().map(param -> CodeBlock.of(",$W$L", input(overload, called, param)))
            .collect(CodeBlock.joining(""));
        return CodeBlock.of("$T.of($S, $N$L)", Names.tensor("Operands"), overload.op().key(), tensors.getFirst().javaName(), others);
    }

    private CodeBlock input(Overload overload, String called, Param param) {
        var argument = argument(overload, param);
        if (argument == null) {
            return overload.op().sig().tensors().size() == 1 ? CodeBlock.of("($T) null", Names.TENSOR) : CodeBlock.of("null");
        }
        if (!argument.isNumber()) {
            return CodeBlock.of("$N", param.javaName());
        }
        var number = CodeBlock.of("$T.number($S, $S, $N, $N)", Names.DISPATCH, called, param.name(), param.javaName(),
            like(overload).javaName());
        return param.tensor().optional() && argument.form() == Overload.Form.NUMBER
            ? CodeBlock.of("$N == null ? null : $L", param.javaName(), number)
            : number;
    }

    /** The tensor whose device a Java number is brought to. */
    private static Param like(Overload overload) {
        return overload.given().stream().filter(a -> a.param().isTensor() && a.form() == Overload.Form.PLAIN && !a.param().tensor().list()
            && !a.param().tensor().optional()).map(Overload.Argument::param).findFirst().orElseThrow();
    }

    private static Overload.@Nullable Argument argument(Overload overload, Param param) {
        return overload.given().stream().filter(a -> a.param().equals(param)).findFirst().orElse(null);
    }

    private CodeBlock component(Overload overload, String called, Param param) {
        var argument = argument(overload, param);
        if (argument == null) {
            return types.defaultComponent(overload.op(), library.records(), param);
        }
        return switch (argument.form()) {
            case SINGLE -> CodeBlock.of("$T.of($N)", Names.INTS, param.javaName());
            case ARRAY, VARARGS -> Types.isNullable(param) ? CodeBlock.of("$T.ints($N)", Names.ATTRIBUTES, param.javaName())
                : CodeBlock.of("$T.ints($N, $S, $S)", Names.ATTRIBUTES, param.javaName(), overload.op().key(), param.name());
            default -> isElement(overload.op(), param)
                ? CodeBlock.of("$T.element($N, $N, $S, $S)", Names.ATTRIBUTES, param.javaName(),
                    overload.op().sig().tensors().getFirst().javaName(), called, param.name())
                : CodeBlock.of("$N", param.javaName());
        };
    }

    /** Whether this is a number that becomes an element beside those of the first tensor, whatever their dtype: nothing is computed with it. */
    private static boolean isElement(OpEntry op, Param param) {
        var tensors = op.sig().tensors();
        return param.attribute().kind() == ParamType.Attribute.Kind.NUM && !tensors.isEmpty() && tensors.getFirst().tensor().letter() == 'X'
            && ShapeCode.isPlain(tensors.getFirst().tensor());
    }

    /** A composite's shorter methods call the complete one. */
    private CodeBlock delegate(Overload overload) {
        var op = overload.op();
        var args = new ArrayList<CodeBlock>();
        for (var param : op.sig().params()) {
            var argument = argument(overload, param);
            if (argument == null) {
                args.add(absent(op, param));
            } else if (param.isTensor()) {
                args.add(input(overload, overload.op().name(), param));
            } else {
                args.add(switch (argument.form()) {
                    case SINGLE -> CodeBlock.of("new long[] {$N}", param.javaName());
                    // Boxed, so that the call goes to the method that takes null and not to this one again.
                    case PRIMITIVE -> CodeBlock.of("$T.valueOf($N)", types.component(op, library.records(), param).withoutAnnotations(),
                        param.javaName());
                    case INTEGRAL -> CodeBlock.of("$T.valueOf($N)", Long.class, param.javaName());
                    case REAL -> CodeBlock.of("$T.valueOf($N)", Double.class, param.javaName());
                    default -> CodeBlock.of("$N", param.javaName());
                });
            }
        }
        return CodeBlock.builder().addStatement("return $N($L)", op.javaName(), args.stream().collect(CodeBlock.joining(",$W"))).build();
    }

    /** A default; null says of which type it is where a method of another operator could take it in this place. */
    private CodeBlock absent(OpEntry op, Param param) {
        var value = types.defaultArgument(op, library.records(), param);
        return value.toString().equals("null") && op.sig().tensors().isEmpty() && hasRival(op)
            ? CodeBlock.of("($T) null", types.component(op, library.records(), param).withoutAnnotations())
            : value;
    }

    private boolean hasRival(OpEntry op) {
        int count = op.sig().params().size();
        return library.spec().ops().stream()
            .filter(other -> !other.key().equals(op.key()) && other.javaName().equals(op.javaName()) && other.sig().tensors().isEmpty())
            .flatMap(other -> Overload.of(other).stream()).anyMatch(other -> other.given().size() == count);
    }

    /** Errors of the operators within name the composite: it is what the user called. An internal one is a part of its callers. */
    private CodeBlock composite(OpEntry op) {
        if (op.internal()) {
            return computation(op);
        }
        var body = CodeBlock.builder();
        op.sig().tensors().forEach(param -> tensorChecks(op, param, body));
        op.sig().attributes().forEach(param -> attributeChecks(op, param, body));
        return body.beginControlFlow("try").add(computation(op)).nextControlFlow("catch ($T e)", RuntimeException.class)
            .addStatement("throw $T.within($S, e)", Names.DISPATCH, op.name()).endControlFlow().build();
    }

    private static void tensorChecks(OpEntry op, Param param, CodeBlock.Builder body) {
        if (param.tensor().list()) {
            body.addStatement("$T.given($S, $S, $N)", Names.tensor("Operands"), op.name(), param.name(), param.javaName());
        } else if (!param.tensor().optional()) {
            body.addStatement("$T.given($S, $S, $N)", Names.DISPATCH, op.name(), param.name(), param.javaName());
        } else {
            body.addStatement("$T.optional($S, $N)", Names.DISPATCH, op.name(), param.javaName());
        }
        if ("FWIQBN".indexOf(param.tensor().letter()) >= 0 && !param.tensor().list()) {
            body.addStatement("$T.classed($S, $S, '$L', $N)", Names.DISPATCH, op.name(), param.name(), param.tensor().letter(),
                param.javaName());
        }
    }

    /** What a record checks of its components, a composite checks of its arguments: that they are given, and how long lists are. */
    private static void attributeChecks(OpEntry op, Param param, CodeBlock.Builder body) {
        int length = param.attribute().length();
        if (length > 0) {
            body.addStatement("$T.$L($N, $L, $S, $S)", Names.ATTRIBUTES, Types.mustBeGiven(param) ? "sized" : "sizedIfGiven",
                param.javaName(), length, op.key(), param.name());
        } else if (Types.mustBeGiven(param)) {
            body.addStatement("$T.given($N, $S, $S)", Names.ATTRIBUTES, param.javaName(), op.key(), param.name());
        }
    }

    private CodeBlock computation(OpEntry op) {
        var bodies = new TensorBody(library, op, new MethodBindings());
        var body = CodeBlock.builder();
        var requires = new RequireCode(op, bodies);
        op.requires().forEach(require -> body.add(requires.statements(require)));
        if (op.javaBody() != null) {
            int dot = op.javaBody().indexOf('.');
            var args = op.sig().params().stream().map(p -> CodeBlock.of("$N", p.javaName())).collect(CodeBlock.joining(",$W"));
            return body
                .addStatement("return $T.$L($L)", library.owner(op.javaBody().substring(0, dot)), op.javaBody().substring(dot + 1), args)
                .build();
        }
        if (op.fusedForward() != null) {
            var tensors = op.sig().tensors().stream().map(p -> CodeBlock.of("$N", p.javaName())).collect(CodeBlock.joining(",$W"));
            body.beginControlFlow("if (!$T.recording($L))", Names.DISPATCH, tensors);
            body.addStatement("return $L", bodies.translate(op.fusedForward()).text()).endControlFlow();
        }
        var statements = op.sig().results().size() > 1 ? results(op, bodies) : bodies.statements(body(op), "return");
        return body.add(statements).build();
    }

    private CodeBlock results(OpEntry op, TensorBody bodies) {
        return bodies.statements(body(op), "return", values -> CodeBlock.of("new $T($L)", library.result(op), values));
    }

    private static Expr body(OpEntry op) {
        var body = op.body();
        if (body == null) {
            throw new IllegalArgumentException(op.at() + ": " + op.key() + " has neither body nor java_body");
        }
        return body;
    }
}
