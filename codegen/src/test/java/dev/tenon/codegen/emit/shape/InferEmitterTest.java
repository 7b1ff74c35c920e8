package dev.tenon.codegen.emit.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.read.SpecReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferEmitterTest {
    @Test
    void sizesThatTwoResultsHaveAreComputedOnce() {
        assertThat(infer("(F input, int dim) -> (F values, int64 indices)", "reduced(input.shape, dim, false)"))
            .contains("long[] valuesSizes = dev.tenon.spi.ShapeRules.reduced(call, 0, dim,")
            .contains("call.output(call.in(0).dtype(), valuesSizes);").contains("call.output(dev.tenon.core.DType.INT64, valuesSizes);");
    }

    @Test
    void sizesThatDifferAreComputedEach() {
        assertThat(infer("(F input, int dim) -> (F values, int64 indices)", "\"[input.shape, reduced(input.shape, dim, false)]\""))
            .doesNotContain("valuesSizes").contains("call.output(call.in(0).dtype(), call.in(0).shape().toArray());");
    }

    @Test
    void shapesOfTwoOperandsAreComparedWithoutACopy() {
        assertThat(infer("(F input, F other) -> F", "input.shape\n    require: input.shape == other.shape"))
            .contains("if (!(call.in(0).shape().equals(call.in(1).shape())))");
    }

    private static String infer(String sig, String shape) {
        var source = new SourceFile("some.yaml", """
            ops:
              some:
                kind: native
                sig: %s
                shape: %s
                kernels: cpu SomeKernel
                nograd: a sample
                doc: A sample.
            """.formatted(sig, shape));
        var op = (OpEntry.Primitive) SpecReader.read(List.of(source), List.of(), new Diagnostics()).own().ops().getFirst();
        return new InferEmitter(op, new Types(Map.of()), "dev.tenon.ops", name -> ClassName.get("dev.tenon.spi", name)).infer()
            .toString();
    }
}
