package dev.tenon.plot;

import static dev.tenon.Tenon.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {
    private static Element parsed(Chart chart) throws Exception {
        var bytes = chart.svg().getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes)).getDocumentElement();
    }

    private static List<String> texts(Element svg) {
        var nodes = svg.getElementsByTagName("text");
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> nodes.item(i).getTextContent()).toList();
    }

    /** The lines of a colour. */
    private static List<String> lines(Element svg, String colour) {
        NodeList nodes = svg.getElementsByTagName("polyline");
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i))
            .filter(line -> line.getAttribute("stroke").equals(colour)).map(line -> line.getAttribute("points")).toList();
    }

    @Test
    void namesMayHoldWhateverTextMay() throws Exception {
        var svg = parsed(LineChart.of("a < b & \"c\"\u0000").series("<x>", 1, 2).series("y", 1, 2));
        assertThat(texts(svg)).contains("a < b & \"c\"", "<x>");
    }

    @Test
    void anAxisHasRoundTicks() {
        assertThat(Axis.of(new double[] {0.13, 0.97}, false, false, 0, 1).ticks()).containsExactly(0.2, 0.4, 0.6000000000000001, 0.8);
        assertThat(Axis.of(new double[] {0.69, 1.95}, false, false, 0, 1).ticks()).containsExactly(0.75, 1.0, 1.25, 1.5, 1.75);
        assertThat(Axis.of(new double[] {1, 16}, false, false, 0, 1).ticks()).allMatch(tick -> tick == Math.rint(tick));
        assertThat(Axis.of(new double[] {3e-5, 40}, true, false, 0, 1).ticks()).containsExactly(1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0);
        assertThat(Axis.of(new double[] {5, 5}, false, false, 0, 1).ticks()).contains(5.0);
        assertThat(Axis.of(new double[] {Double.NaN}, false, false, 0, 1).ticks()).isNotEmpty();
        assertThat(Axis.of(new double[] {-1, 0}, true, false, 0, 1).ticks()).isNotEmpty();
    }

    @Test
    void numbersAreShort() {
        assertThat(DoubleStream.of(0, 0.1 + 0.2, 1500, 2.5e6, 3e-7, -0.25).mapToObj(Axis::text))
            .containsExactly("0", "0.3", "1500", "2.5e6", "3e-7", "-0.25");
    }

    @Test
    void namesOfLinesStandInRowsThatAreAsWideAsTheChart() throws Exception {
        var one = LineChart.of("loss").series("training", 3, 2, 1);
        var two = one.series("validation", 3, 2, 2);
        assertThat(texts(parsed(one))).doesNotContain("training");
        assertThat(texts(parsed(two))).contains("training", "validation");
        var many = one;
        for (int i = 0; i < 12; i++) {
            many = many.series("a line with a long name " + i, 1, 2, i);
        }
        assertThat(many.width()).isEqualTo(two.width()).isEqualTo(one.width());
        assertThat(two.height() - one.height()).isEqualTo(20);
        assertThat(many.height()).isGreaterThan(two.height() + 60);
    }

    @Test
    void whatIsNotANumberIsAGap() throws Exception {
        var svg = parsed(LineChart.of("t").series("a", 1, 2, Double.NaN, 2, 1));
        assertThat(lines(svg, "#0072b2")).hasSize(2);
    }

    @Test
    void manyPointsAreThinnedAndKeepTheirExtremes() throws Exception {
        var ys = new double[100_000];
        ys[54_321] = 7;
        var line = lines(parsed(LineChart.of("t").series("a", ys)), "#0072b2").getFirst().split(" ");
        assertThat(line.length).isLessThan(3000);
        double highest = Arrays.stream(line).mapToDouble(p -> Double.parseDouble(p.split(",")[1])).min()
            .orElseThrow();
        assertThat(highest).isLessThan(100);
    }

    @Test
    void aHeatMapNamesItsCells() throws Exception {
        var svg = parsed(HeatMap.of("confusion", tensor(new double[][] {{9, 1}, {2, 8}})).rows("truth", List.of("cat", "dog"))
            .columns("prediction", List.of("cat", "dog")).values());
        assertThat(texts(svg)).contains("truth", "prediction", "cat", "dog", "9", "1", "2", "8");
        assertThat(svg.getElementsByTagName("title").item(2).getTextContent()).isEqualTo("cat, dog: 1");
    }

    @Test
    void aHeatMapOfOneValueOrOfNoNumberCanBeDrawn() {
        assertThat(HeatMap.of("same", tensor(new double[][] {{3, 3}})).svg()).contains("<rect");
        assertThat(HeatMap.of("none", tensor(new double[][] {{Double.NaN}})).svg()).contains("<rect");
    }

    @Test
    void linesAndNamesMustBeAsManyAsThereAre() {
        assertThatThrownBy(() -> LineChart.of("t").series("a", new double[2], new double[3])).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("2 xs and 3 ys");
        assertThatThrownBy(() -> HeatMap.of("t", tensor(new double[2][2])).rows("", List.of("a"))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("there are 2 rows, got 1 names");
    }
}
