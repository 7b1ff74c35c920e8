package dev.tenon.wrong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenon.core.MissedCheckException;
import dev.tenon.core.TenonException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WrongCallsTest {
    static List<WrongCall> calls() {
        return Stream
            .of(WrongOperands.all(), WrongMatrices.all(), WrongViews.all(), WrongIndices.all(), WrongNetworks.all(), WrongTensors.all(),
                WrongDeclarations.all(), WrongArguments.all())
            .flatMap(List::stream).toList();
    }

    @Test
    void thereAreThreeHundredDifferentOnes() {
        assertThat(calls().stream().map(WrongCall::toString)).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void eachIsAnExceptionThatNamesTheOperator(WrongCall wrong) {
        var thrown = catchThrowable(() -> wrong.call().call());
        assertThat(thrown).isInstanceOf(TenonException.class).isNotInstanceOf(MissedCheckException.class);
        assertThat(thrown).hasMessageContaining(wrong.operator());
    }
}
