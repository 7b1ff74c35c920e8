package dev.tenon.samples.recommend;

import static dev.tenon.Tenon.cat;

import dev.tenon.nn.JoinedLayer;
import dev.tenon.nn.Layer;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Two towers: one network makes a vector of all that is known of a user, another of an item, and the rating is their product. Vectors of
 * items can be computed once, and the best for a user are those that lie nearest.
 */
final class Towers extends Layer {
    private final Tower user;
    private final Tower item;

    Towers(long width) {
        user = new Tower(Ratings.USERS, Ratings.AGES, width);
        item = new Tower(Ratings.ITEMS, Ratings.GENRES, width);
    }

    @Override
    public Tensor forward(Tensor questions) {
        var users = user.call(questions.select(1, Ratings.USER), questions.select(1, Ratings.AGE));
        var items = item.call(questions.select(1, Ratings.ITEM), questions.select(1, Ratings.GENRE));
        return users.mul(items).sum(1);
    }

    /** A number and a group to a vector. */
    private static final class Tower extends JoinedLayer {
        private final Embedding own;
        private final Embedding group;
        private final Linear hidden;
        private final Linear vector;

        Tower(long count, long groups, long width) {
            super("numbers", "groups");
            own = new Embedding(count, width);
            group = new Embedding(groups, width);
            hidden = new Linear(2 * width, 4 * width);
            vector = new Linear(4 * width, width);
        }

        @Override
        protected Tensor joined(List<Tensor> inputs) {
            var known = cat(List.of(own.call(inputs.get(0)), group.call(inputs.get(1))), 1);
            return vector.call(hidden.call(known).relu());
        }
    }
}
