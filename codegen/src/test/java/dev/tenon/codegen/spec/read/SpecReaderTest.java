package dev.tenon.codegen.spec.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.InPlace;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Result;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpecReaderTest {
    private static final String TWO_FORMULAS = """
        ops:
          inner:
            kind: pointwise
            sig: (F input) -> F
            let:
              a: input * input
            formula: a + 1
            doc: The inner one.
          outer:
            kind: pointwise
            sig: (F input) -> F
            let:
              a: 2 * input
            formula: %s
            doc: The outer one.
        """;

    @Test
    void aFormulaMayCallAnOperatorAboveAndStandsForItsFormula() {
        var context = Specs.valid(TWO_FORMULAS.formatted("inner(a) + a"));
        var formula = Objects.requireNonNull(Specs.pointwise(context, "outer").formula().get(""));
        assertThat(Printer.print(new Dag().simplify(formula))).isEqualTo("2 * input * (2 * input) + 1 + 2 * input");
    }

    @Test
    void mistakesInSeriesAndCallsOfFormulasAreTold() {
        assertThat(Specs.mistakes(TWO_FORMULAS.formatted("poly(input, a)"))).containsExactly("expected a number, found 'a'");
        assertThat(Specs.mistakes(TWO_FORMULAS.formatted("poly(input)"))).singleElement().asString()
            .contains("an argument and coefficients");
        assertThat(Specs.mistakes(TWO_FORMULAS.formatted("inner(input, a)"))).containsExactly("unknown function 'inner'");
        assertThat(Specs.mistakes(TWO_FORMULAS.formatted("outer(input)"))).containsExactly("unknown function 'outer'");
    }

    @Test
    void allPartsOfASpecAreRead() throws IOException {
        var context = Specs.valid(SpecMistakesTest.resource("complete.yaml"));
        var leaky = Specs.pointwise(context, "leaky_relu");
        assertThat(leaky.kind()).isEqualTo(Kind.POINTWISE);
        assertThat(leaky.javaName()).isEqualTo("leakyRelu");
        assertThat(leaky.recordName()).isEqualTo("LeakyRelu");
        assertThat(leaky.inplace()).isEqualTo(new InPlace(null));
        assertThat(leaky.head().legacy()).containsExactly("inplace");
        assertThat(leaky.kinks()).singleElement().extracting(k -> k.text() + ": " + Printer.print(k.subgradient()))
            .isEqualTo("input == 0: negative_slope");
        var slope = Objects.requireNonNull(leaky.param("negative_slope"));
        assertThat(slope.javaName()).isEqualTo("negativeSlope");
        assertThat(slope.attribute().kind()).isEqualTo(ParamType.Attribute.Kind.NUM);
        assertThat(Specs.pointwise(context, "gelu").formula()).containsOnlyKeys("none", "tanh");
        var conv = Specs.natively(context, "conv");
        assertThat(Printer.print(Objects.requireNonNull(conv.shape()))).startsWith("let oh = (H + 2 * padding[0] - kh) / stride[0] + 1\n");
        assertThat(conv.head().missing()).containsEntry("cuda", "written for CPUs only");
        assertThat(Objects.requireNonNull(conv.param("bias")).defaultValue()).isInstanceOf(Expr.NullLit.class);
        assertThat(conv.cpuKernel()).isEqualTo("ConvKernel");
        assertThat(Specs.op(context, "max/dim").recordName()).isEqualTo("MaxDim");
        assertThat(Specs.op(context, "max/dim").sig().results()).extracting(Result::name).containsExactly("values", "indices");
        assertThat(Specs.op(context, "sum")).isInstanceOf(OpEntry.Reduction.class);
        assertThat(Printer.print(Objects.requireNonNull(Specs.op(context, "sum").dtype()))).isEqualTo("dtype ?? accum(T)");
        assertThat(context.byCall("max")).hasSize(2);
        assertThat(context.byCall("max_dim")).hasSize(1);
        assertThat(context.byMethod("max")).hasSize(2);
        assertThat(Objects.requireNonNull(context.byRecord("Gelu")).key()).isEqualTo("gelu");
    }

    @Test
    void aNativeOperatorNamesTheOperandsThatItWrites() {
        var text = Specs.entry("(X target, X source) -> list(X)",
            "kernels: cpu Copy, cuda Copy\nnograd: a test\nwrites: %s")
            .replace("composite", "native");
        assertThat(Specs.natively(Specs.valid(text.formatted("target")), "op").writes()).containsExactly("target");
        assertThat(Specs.mistakes(text.formatted("tragte"))).containsExactly("unknown name 'tragte'");
    }

    @Test
    void aFormInPlaceIsAFlagOrAMethod() {
        var text = Specs.entry("(F input) -> F", "body: input * 2\ninplace: %s");
        assertThat(Specs.op(Specs.valid(text.formatted("false")), "op").inplace()).isNull();
        assertThat(Specs.op(Specs.valid(text.formatted("true")), "op").inplace()).isEqualTo(new InPlace(null));
        assertThat(Specs.op(Specs.valid(text.formatted("SharedPlaces.fill")), "op").inplace()).isEqualTo(new InPlace("SharedPlaces.fill"));
        assertThat(Specs.mistakes(text.formatted("yes"))).hasSize(1);
    }

    @Test
    void aUsersSpecCallsTheOperatorsAndEnumsOfTheOneItUses() throws IOException {
        var library = new SourceFile("complete.yaml", SpecMistakesTest.resource("complete.yaml"));
        var own = new SourceFile("mine.yaml", Specs.entry("(F input, Reduction reduction = mean) -> F",
            "body: gelu(input, approximate=tanh) * 2"));
        var diagnostics = new Diagnostics();
        var context = SpecReader.read(List.of(own), List.of(library), diagnostics);
        assertThat(diagnostics.render()).isEmpty();
        assertThat(context.own().ops()).extracting(OpEntry::key).containsExactly("op");
    }

    @Test
    void aGpuKernelMakesAReasonIdleThatTheEntryItselfGivesAndNoOther() {
        var text = """
            missing:
              cuda: later
            ops:
              lent:
                kind: native
                sig: (F x) -> F
                shape: x.shape
                kernels: cpu LentKernel, cuda host
                nograd: a test
                doc: An operator.
              own:
                kind: native
                sig: (F x) -> F
                shape: x.shape
                kernels: cpu OwnKernel, cuda OwnKernel
                nograd: a test
                missing:
                  cuda: never
                doc: An operator.
            """;
        assertThat(Specs.mistakes(text)).singleElement().asString().contains("own");
    }

    @Test
    void anOperatorThatTheCpuComputesForTheGpuSaysWhy() {
        var text = """
            ops:
              silent:
                kind: native
                sig: (F x) -> F
                shape: x.shape
                kernels: cpu SilentKernel, cuda host
                nograd: a test
                doc: An operator.
            """;
        assertThat(Specs.mistakes(text)).containsExactly("silent has no kernel for cuda");
        assertThat(Specs.mistakes(text.replace("    nograd", "    missing:\n      cuda: a test\n    nograd"))).isEmpty();
    }

    @Test
    void aCompositeMaySayWhatTheCpuComputesOfIt() {
        var text = """
            ops:
              twice:
                kind: composite
                sig: (F x) -> F
                body: mul(x, 2)
                missing:
                  cuda: a test
                doc: An operator.
              mul:
                kind: pointwise
                sig: (T input, T|num other) -> T
                formula: input * other
                doc: The product.
            """;
        var diagnostics = new Diagnostics();
        var read = Specs.read(diagnostics, text).own();
        assertThat(diagnostics.render()).isEmpty();
        assertThat(read.ops().getFirst().missingReason("cuda")).isEqualTo("a test");
    }

    @Test
    void theReferenceListsAnOperatorUnderTheTitleOfItsFileOrTheFilesName() {
        var text = """
            ops:
              op:
                kind: pointwise
                sig: (F x) -> F
                formula: exp(x)
                doc: An operator.
            """;
        var diagnostics = new Diagnostics();
        var named = Specs.read(diagnostics, "group: My group\n" + text).own();
        var plain = Specs.read(diagnostics, text).own();
        assertThat(diagnostics.render()).isEmpty();
        assertThat(named.group(named.ops().getFirst())).isEqualTo("My group");
        assertThat(plain.group(plain.ops().getFirst())).isEqualTo("ops");
    }

    @Test
    void noTextHoweverWrongMakesTheReaderThrow() throws IOException {
        var text = SpecMistakesTest.resource("complete.yaml");
        var random = new Random(5);
        for (int i = 0; i < 400; i++) {
            var changed = new StringBuilder(text);
            for (int k = 0; k < 3; k++) {
                int at = random.nextInt(changed.length());
                switch (random.nextInt(3)) {
                    case 0 -> changed.deleteCharAt(at);
                    case 1 -> changed.insert(at, "()[]?:,=.-*/|\"' \nTx0".charAt(random.nextInt(20)));
                    default -> changed.delete(at, Math.min(changed.length(), at + random.nextInt(12)));
                }
            }
            var diagnostics = new Diagnostics();
            Specs.read(diagnostics, changed.toString());
            diagnostics.render();
        }
    }
}
