package dev.tenon.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Shape;
import dev.tenon.data.text.Vocabulary;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = new Table(List.of(new NumberColumn("age", new double[] {1, 3, 5, 7}),
        new CategoryColumn("city", new int[] {1, 0, 1, 2}, Vocabulary.of(List.of("Oslo", "Paris", "Rome"))),
        new NumberColumn("flat", new double[] {2, 2, 2, 2}), new NumberColumn("price", new double[] {10, 20, 30, 40})));

    @Test
    void numbersAndCategoriesAreInputsOfTheirOwn() {
        var batch = table.dataset("price").batch(new long[] {3, 0});
        assertThat(batch.inputs().keySet()).containsExactly("x", "categories");
        assertThat(batch.x().toFloatArray()).containsExactly(7, 2, 1, 2);
        assertThat(batch.get("categories").shape()).isEqualTo(Shape.of(2, 1));
        assertThat(batch.get("categories").toLongArray()).containsExactly(2, 1);
        assertThat(batch.y().shape()).isEqualTo(Shape.of(2, 1));
        assertThat(batch.y().toFloatArray()).containsExactly(40, 10);
        var classes = table.dataset("city").batch(new long[] {0, 1});
        assertThat(classes.y().dtype()).isEqualTo(DType.INT64);
        assertThat(classes.y().toLongArray()).containsExactly(1, 0);
        assertThat(classes.inputs().keySet()).containsExactly("x");
        assertThat(table.dataset().batch(new long[] {0}).targets()).isEmpty();
    }

    @Test
    void categoriesBecomeColumnsOfOnes() {
        var coded = table.oneHot("city");
        assertThat(coded.names()).containsExactly("age", "city=Oslo", "city=Paris", "city=Rome", "flat", "price");
        assertThat(coded.numbers("city=Paris").values()).containsExactly(1, 0, 1, 0);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> table.oneHot("age")).withMessageContaining("has numbers");
    }

    @Test
    void whatIsFittedOnSomeRowsIsAppliedToOthers() {
        var scaling = Scaling.standard(table, "age", "flat");
        assertThat(scaling.apply(table).numbers("age").values()).containsExactly(new double[] {-1.3416407864998738, -0.4472135954999579,
            0.4472135954999579, 1.3416407864998738}, within(1e-12));
        assertThat(scaling.apply(table).numbers("flat").values()).containsOnly(0);
        assertThat(scaling.apply(table.rows(3)).numbers("age").values()[0]).isCloseTo(1.3416407864998738, within(1e-12));
        assertThat(scaling.invert("age", 1.3416407864998738)).isCloseTo(7, within(1e-12));
        assertThat(Scaling.minMax(table.rows(0, 2), "age").apply(table).numbers("age").values()).containsExactly(0, 0.5, 1, 1.5);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> scaling.of("price")).withMessageContaining("[age, flat]");
    }

    @Test
    void rowsAreSplitOnceEach() {
        var parts = table.split(1, 0.75);
        assertThat(parts).extracting(Table::size).containsExactly(3, 1);
        assertThat(DoubleStream.concat(DoubleStream.of(parts.get(0).numbers("age").values()),
            DoubleStream.of(parts.get(1).numbers("age").values())).sorted().toArray()).containsExactly(1, 3, 5, 7);
    }

    @Test
    void columnsThatDoNotFitAreRefused() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> table.column("town")).withMessageContaining("[age, city");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> table.with(new NumberColumn("a", new double[1])))
            .withMessageContaining("as many rows");
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> new Table(List.of(new NumberColumn("a", new double[1]), new NumberColumn("a", new double[1]))))
            .withMessageContaining("occurs twice");
        assertThat(table.without("city").names()).containsExactly("age", "flat", "price");
    }
}
