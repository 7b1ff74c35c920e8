package dev.tenon.codegen.emit.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.MethodSpec;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.read.SpecReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperandsEmitterTest {
    @Test
    void everyTensorAndResultHasAMethodOfItsName() {
        assertThat(methods("(F grad_output, F? mask, int dim) -> (F values, int64 indices)"))
            .containsExactly("gradOutput", "mask", "values", "indices");
    }

    @Test
    void aResultWithoutANameIsTheResult() {
        assertThat(methods("(F grad_output, F output) -> F")).containsExactly("gradOutput", "output", "result");
    }

    @Test
    void aResultThatIsCalledAsAParameterAndAParameterThatIsCalledAsAMethodOfEveryObjectGetAnotherName() {
        assertThat(methods("(F mean, F hash_code, F wait) -> (F mean, F var)"))
            .containsExactly("mean", "hashCodeValue", "waitValue", "meanResult", "var");
    }

    @Test
    void anOptionalTensorMayBeNullAndAListIsAList() {
        assertThat(code("(F input, F? mask) -> F")).contains("@org.jspecify.annotations.Nullable UncheckedOperand mask()")
            .contains("call.inOrNull(1)");
        assertThat(code("(list(T) tensors) -> T")).contains("java.util.List<dev.tenon.core.UncheckedOperand> tensors()");
    }

    private static List<String> methods(String sig) {
        return OperandsEmitter.emit(entry(sig)).methodSpecs().stream().filter(method -> !method.isConstructor()).map(MethodSpec::name)
            .toList();
    }

    private static String code(String sig) {
        return OperandsEmitter.emit(entry(sig)).toString();
    }

    private static OpEntry entry(String sig) {
        var source = new SourceFile("some.yaml", """
            ops:
              some:
                kind: native
                sig: %s
                shape: input.shape
                kernels: cpu SomeKernel
                nograd: a sample
                doc: A sample.
            """.formatted(sig));
        return SpecReader.read(List.of(source), List.of(), new Diagnostics()).own().ops().getFirst();
    }
}
