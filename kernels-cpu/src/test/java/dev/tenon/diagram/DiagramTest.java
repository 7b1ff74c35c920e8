package dev.tenon.diagram;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.ModuleList;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sequential;
import dev.tenon.nn.activation.ReLU;
import dev.tenon.nn.dropout.Dropout;
import dev.tenon.nn.init.Init;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagramTest {
    private static final Pattern BOX = Pattern.compile("(n\\d+)(?:\\(\\[|\\[)\"(.*?)\"");
    private static final Pattern ARROW = Pattern.compile("(n\\d+) -->(?:\\|\"(.*?)\"\\|)? (n\\d+)");

    /** The arrows of a Mermaid chart, with the first lines of their boxes in place of names. */
    private static List<String> arrows(String mermaid) {
        var names = BOX.matcher(mermaid).results()
            .collect(java.util.stream.Collectors.toMap(m -> m.group(1), m -> m.group(2).split("<br/>")[0]));
        return ARROW.matcher(mermaid).results()
            .map(m -> names.get(m.group(1)) + " " + (m.group(2) == null ? "" : m.group(2) + " ") + "> " + names.get(m.group(3))).toList();
    }

    private static List<String> frames(String mermaid) {
        return Pattern.compile("subgraph g\\d+\\[\"(.*)\"]").matcher(mermaid).results().map(m -> m.group(1)).toList();
    }

    @Test
    void aDeclarationIsDrawnWithItsShapes() {
        var net = sequential(features(4), s -> s.linear(8).relu().linear(2));
        assertThat(arrows(Diagram.of(net).mermaid())).containsExactly("features [N, 4] > Linear", "Linear [N, 8] > ReLU",
            "ReLU [N, 8] > Linear",
            "Linear > output");
        assertThat(Diagram.of(net.build(seed(1))).mermaid()).isEqualTo(Diagram.of(net).mermaid());
    }

    @Test
    void bothWaysOfAResidualMeetInItsSum() {
        var net = sequential(features(4), s -> s.residual(b -> b.linear(4)));
        var mermaid = Diagram.of(net).mermaid();
        assertThat(arrows(mermaid)).containsExactly("features [N, 4] > Linear", "Linear [N, 4] > add", "features [N, 4] > add",
            "add > output");
        assertThat(frames(mermaid)).containsExactly("0 Residual", "0.body Sequential");
    }

    /** Adds a parameter, and knows of no declaration. */
    private static final class Shifted extends Layer {
        private final Linear fc = new Linear(3, 3);
        private final Parameter shift = parameter("shift", Init.zeros(3));

        @Override
        public Tensor forward(Tensor input) {
            return fc.call(input).add(shift.value()).mul(2);
        }
    }

    @Test
    void operatorsAndParametersOfAnOwnLayerAreDrawn() {
        assertThat(arrows(Diagram.of(new Shifted(), ones(2, 3)).mermaid())).containsExactly("input [2, 3] > Linear", "Linear [2, 3] > add",
            "shift [3] > add", "add [2, 3] > mul", "mul > output");
    }

    /** Blocks one after the other. */
    private static final class Stack extends Layer {
        private final ModuleList<Sequential> blocks = new ModuleList<>(block(), block(), block());

        private static Sequential block() {
            return new Sequential(new Linear(3, 3), new ReLU());
        }

        @Override
        public Tensor forward(Tensor input) {
            var value = input;
            for (var block : blocks) {
                value = block.call(value);
            }
            return value.exp();
        }
    }

    @Test
    void aBoxSaysItsArgumentsAndInBracketsItsName() {
        var mermaid = Diagram.of(sequential(features(4), s -> s.linear(8).named("norm").layerNorm())).mermaid();
        assertThat(BOX.matcher(mermaid).results().map(box -> box.group(2))).contains("Linear<br/>4 → 8<br/>(0)",
            "LayerNorm<br/>8<br/>(norm)");
    }

    @Test
    void equalBlocksInARowAreDrawnOnce() {
        var mermaid = Diagram.of(new Stack(), ones(2, 3)).mermaid();
        assertThat(frames(mermaid)).containsExactly("blocks.0 to blocks.2, 3 × Sequential");
        assertThat(arrows(mermaid)).containsExactly("input [2, 3] > Linear", "Linear [2, 3] > ReLU", "ReLU [2, 3] > exp", "exp > output");
    }

    @Test
    void aDepthHidesWhatIsWithin() {
        var net = sequential(features(4), s -> s.residual(b -> b.linear(4)).relu());
        assertThat(arrows(Diagram.of(net).depth(1).mermaid())).containsExactly("features [N, 4] > Residual", "Residual [N, 4] > ReLU",
            "ReLU > output");
        assertThatThrownBy(() -> Diagram.of(net).depth(0)).isInstanceOf(ArgumentException.class).hasMessageContaining("got 0");
    }

    @Test
    void aPictureDoesNotTouchTheNetwork() {
        var net = new Sequential(new Linear(3, 3), new Dropout(0.5)).train();
        Diagram.of(net, ones(1, 3)).svg();
        assertThat(net.isTraining()).isTrue();
        assertThat(net.parameters()).allSatisfy(parameter -> assertThat(parameter.grad()).isNull());
    }

    private record Rectangle(double x, double y, double width, double height) {
        static Rectangle of(MatchResult match) {
            return new Rectangle(number(match, 1), number(match, 2), number(match, 3), number(match, 4));
        }

        private static double number(MatchResult match, int group) {
            return Double.parseDouble(match.group(group));
        }

        boolean overlaps(Rectangle other) {
            return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
        }

        boolean isWithin(double width, double height) {
            return x >= 0 && y >= 0 && x + this.width <= width && y + this.height <= height;
        }
    }

    @Test
    void boxesOfAPictureLieBesideOneAnother() throws Exception {
        var net = sequential(image(3, 16, 16), s -> s.block("gate", x -> x.conv2d(8, 1).mul(x.conv2d(8, 1).sigmoid()).add(x.conv2d(8, 1)))
            .residual(b -> b.conv2d(8, 1).relu(), q -> q.conv2d(8, 1)).flatten().linear(10));
        var svg = Diagram.of(net).title("a < b").svg();
        var document = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new java.io.ByteArrayInputStream(svg.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        var root = document.getDocumentElement();
        double width = Double.parseDouble(root.getAttribute("width"));
        double height = Double.parseDouble(root.getAttribute("height"));
        var boxes = Pattern.compile("<rect x=\"(.*?)\" y=\"(.*?)\" width=\"(.*?)\" height=\"(.*?)\" rx=\"5\"").matcher(svg).results()
            .map(Rectangle::of).toList();
        assertThat(boxes).hasSize(14).allMatch(box -> box.isWithin(width, height));
        for (int i = 0; i < boxes.size(); i++) {
            for (int k = 0; k < i; k++) {
                assertThat(boxes.get(i).overlaps(boxes.get(k))).as("%s and %s", boxes.get(i), boxes.get(k)).isFalse();
            }
        }
        // Every arrow between boxes has a head, and so has one that ends at a frame.
        assertThat(root.getElementsByTagName("path").getLength()).isGreaterThan(boxes.size());
        assertThat(root.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("a < b");
    }

    @Test
    void filesAreWrittenByTheirEnding(@TempDir Path folder) throws Exception {
        var diagram = Diagram.of(sequential(features(4), s -> s.linear(8)));
        diagram.save(folder.resolve("a.svg"));
        diagram.save(folder.resolve("a.dot"));
        diagram.save(folder.resolve("a.mmd"));
        assertThat(Files.readString(folder.resolve("a.svg"))).startsWith("<svg ").endsWith("</svg>\n");
        assertThat(Files.readString(folder.resolve("a.dot"))).startsWith("digraph {");
        assertThat(Files.readString(folder.resolve("a.mmd"))).startsWith("flowchart TD");
        assertThatThrownBy(() -> diagram.save(folder.resolve("a.gif"))).hasMessageContaining(".svg, .mmd or .dot");
    }

    @Test
    void aNetworkWithoutExampleAndDeclarationIsRefused() {
        assertThatThrownBy(() -> Diagram.of(new Linear(2, 2))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("Diagram.of(network, example)");
    }

    @Test
    void boxesSayWhatIsNotUsual() {
        assertThat(Diagram.of(sequential(image(3, 8, 8), s -> s.conv2d(16, c -> c.kernel(3).padding(1)).batchNorm().flatten().linear(10)))
            .mermaid())
            .contains("\"Conv2d<br/>3 → 16, kernel_size 3, padding 1<br/>(0)\"", "\"BatchNorm2d<br/>16<br/>(1)\"",
                "\"Linear<br/>1024 → 10<br/>(3)\"");
    }
}
