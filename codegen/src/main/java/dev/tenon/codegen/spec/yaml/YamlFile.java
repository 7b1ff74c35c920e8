package dev.tenon.codegen.spec.yaml;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.diagnostic.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The YAML of one spec file: maps in block style without duplicate keys, lists and texts, each with its place. */
public final class YamlFile {
    /** A value of a map, with its key. */
    public record Field(SourceText key, Node value, YamlFile file) {
        public Position at() {
            return key.at(0);
        }
    }

    /** A spec needs five. */
    private static final int MOST_DEPTH = 20;

    private final SourceFile source;
    private final Diagnostics diagnostics;
    private @Nullable ScalarEvent last;
    private @Nullable ScalarEvent marked;

    public YamlFile(SourceFile source, Diagnostics diagnostics) {
        this.source = source;
        this.diagnostics = diagnostics;
        diagnostics.add(source);
    }

    /** The fields at the top; empty if the file is no map or no YAML, which is reported. */
    public Map<String, Field> top() {
        try {
            var settings = LoadSettings.builder().setLabel(source.name()).build();
            if (!isPlain(new Parse(settings).parseString(source.text()))) {
                return Map.of();
            }
            var root = new Compose(settings).composeString(source.text());
            return root.isEmpty() ? Map.of() : map(root.get(), "a spec file");
        } catch (MarkedYamlEngineException e) {
            YamlProblem.of(e, source, last).report(source.name(), diagnostics);
        } catch (YamlEngineException e) {
            diagnostics.report(Diagnostic.YAML, new Position(source.name(), 1, 1), String.valueOf(e.getMessage()).strip(),
                "remove characters that no text has");
        }
        return Map.of();
    }

    /** Whether the file is nested no deeper than a spec is, and says everything in its place: what reads it on is recursive. */
    private boolean isPlain(Iterable<Event> events) {
        int depth = 0;
        for (var event : events) {
            if (event instanceof ScalarEvent scalar) {
                last = scalar;
                if (scalar.getTag().isPresent() || scalar.getAnchor().isPresent()) {
                    marked = marked == null ? scalar : marked;
                }
            }
            if (event instanceof CollectionStartEvent && ++depth > MOST_DEPTH) {
                diagnostics.report(Diagnostic.YAML_DEPTH, event.getStartMark().map(this::at).orElse(Position.NONE), depth, MOST_DEPTH);
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (event instanceof AliasEvent alias) {
                diagnostics.report(Diagnostic.YAML_ALIAS, event.getStartMark().map(this::at).orElse(Position.NONE),
                    alias.getAlias().getValue());
                return false;
            }
        }
        if (marked != null) {
            boolean tag = marked.getTag().isPresent();
            diagnostics.report(Diagnostic.YAML, marked.getStartMark().map(this::at).orElse(Position.NONE),
                "a text that begins with '" + (tag ? "!" : "&") + "' has another meaning there",
                "write it on lines of its own after '|', or between quotes");
        }
        return marked == null;
    }

    private Position at(Mark mark) {
        return new Position(source.name(), mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Where a node begins. */
    public Position at(Node node) {
        return node.getStartMark().map(this::at).orElse(Position.NONE);
    }

    /** The fields of a map in block style, by key; all else is reported. */
    public Map<String, Field> map(Node node, String what) {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            diagnostics.report(Diagnostic.NODE, at(node), quoted(what), "a map", "its keys below it, indented, one 'key: value' a line");
            return fields;
        }
        if (mapping.getFlowStyle() == FlowStyle.FLOW) {
            diagnostics.report(Diagnostic.FLOW_MAP, at(node));
        }
        for (var tuple : mapping.getValue()) {
            var key = text(tuple.getKeyNode(), "a key");
            if (key == null) {
                continue;
            }
            var first = fields.putIfAbsent(key.value(), new Field(key, tuple.getValueNode(), this));
            if (first != null) {
                diagnostics.report(Diagnostic.DUPLICATE_KEY, key.at(0), key.value(), first.at().line());
            }
        }
        return fields;
    }

    /** A key in quotes; words that say what is meant, such as {@code the entry 'relu'}, as they are. */
    private static String quoted(String what) {
        return what.indexOf(' ') < 0 ? "'" + what + "'" : what;
    }

    /** A scalar's text, or null after a report. */
    public @Nullable SourceText text(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            boolean flow = node instanceof MappingNode mapping && mapping.getFlowStyle() == FlowStyle.FLOW;
            if (flow) {
                diagnostics.report(Diagnostic.FLOW_MAP, at(node));
            } else {
                diagnostics.report(Diagnostic.NODE, at(node), quoted(what), "a text", "it on the line of its key, or after '|'");
            }
            return null;
        }
        return SourceText.of(scalar.getValue(), source, contentStart(scalar)).strip();
    }

    /** Behind the quote of a quoted text and the header line of a block; elsewhere the first character. */
    private int contentStart(ScalarNode scalar) {
        int start = scalar.getStartMark().map(Mark::getIndex).orElse(0);
        return switch (scalar.getScalarStyle()) {
            case LITERAL, FOLDED -> {
                int lineEnd = source.text().indexOf('\n', start);
                yield lineEnd < 0 ? start : lineEnd + 1;
            }
            case SINGLE_QUOTED, DOUBLE_QUOTED -> start + 1;
            default -> start;
        };
    }

    /** The texts of a list, or the one text of a scalar. */
    public List<SourceText> texts(Node node, String what) {
        List<SourceText> texts = new ArrayList<>();
        var nodes = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        for (var item : nodes) {
            var text = text(item, what);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** The items of a list, or the node itself. */
    static List<Node> items(Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of(node);
    }
}
