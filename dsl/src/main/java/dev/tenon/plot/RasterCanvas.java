package dev.tenon.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Draws pixels, two to a unit in each direction, so that small text is sharp. */
final class RasterCanvas implements Canvas {
    private static final int SCALE = 2;

    private final BufferedImage pixels;
    private final Graphics2D graphics;

    RasterCanvas(int width, int height) {
        pixels = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        graphics = pixels.createGraphics();
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
    }

    @Override
    public void rectangle(double x, double y, double width, double height, int fill, String title) {
        graphics.setColor(new Color(fill));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void line(double[] xs, double[] ys, int colour, double width) {
        var path = new Path2D.Double();
        for (int i = 0; i < xs.length; i++) {
            if (i == 0) {
                path.moveTo(xs[i], ys[i]);
            } else {
                path.lineTo(xs[i], ys[i]);
            }
        }
        graphics.setColor(new Color(colour));
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(path);
    }

    @Override
    public void text(double x, double y, String text, Anchor anchor, double size, int colour) {
        prepare(size, colour);
        double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double left = switch (anchor) {
            case START -> x;
            case MIDDLE -> x - width / 2;
            case END -> x - width;
        };
        graphics.drawString(text, (float) left, (float) y);
    }

    @Override
    public void upwards(double x, double y, String text, double size, int colour) {
        var before = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, x, y);
        text(x, y, text, Anchor.MIDDLE, size, colour);
        graphics.setTransform(before);
    }

    private void prepare(double size, int colour) {
        graphics.setColor(new Color(colour));
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size));
    }

    BufferedImage finished() {
        graphics.dispose();
        return pixels;
    }
}
