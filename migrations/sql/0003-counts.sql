-- The counts that members and posts carry, kept by the database so that they are exact however a row comes or goes.
-- Rows are locked in the order of their ids, so that two who follow each other at once cannot wait for each other.

CREATE FUNCTION add_to_follow_counts(follower integer, followed integer, change integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF follower < followed THEN
        UPDATE users SET following_count = following_count + change WHERE id = follower;
        UPDATE users SET followers_count = followers_count + change WHERE id = followed;
    ELSE
        UPDATE users SET followers_count = followers_count + change WHERE id = followed;
        UPDATE users SET following_count = following_count + change WHERE id = follower;
    END IF;
END $$;

CREATE FUNCTION count_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM add_to_follow_counts(NEW.follower_id, NEW.followed_id, 1);
    ELSE
        PERFORM add_to_follow_counts(OLD.follower_id, OLD.followed_id, -1);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_follow AFTER INSERT OR DELETE ON follows FOR EACH ROW EXECUTE FUNCTION count_follow();

CREATE FUNCTION count_post_like() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE posts SET likes_count = likes_count + 1 WHERE id = NEW.post_id;
    ELSE
        UPDATE posts SET likes_count = likes_count - 1 WHERE id = OLD.post_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_post_like AFTER INSERT OR DELETE ON post_likes FOR EACH ROW EXECUTE FUNCTION count_post_like();

CREATE FUNCTION count_video_like() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE videos SET member_likes = member_likes + 1 WHERE id = NEW.video_id;
    ELSE
        UPDATE videos SET member_likes = member_likes - 1 WHERE id = OLD.video_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_video_like AFTER INSERT OR DELETE ON video_likes FOR EACH ROW EXECUTE FUNCTION count_video_like();

CREATE FUNCTION count_post() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stood integer := 0;
    stands integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL AND OLD.removed_at IS NULL THEN stood := 1; END IF;
    IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NEW.removed_at IS NULL THEN stands := 1; END IF;
    IF stood <> stands THEN
        UPDATE users SET posts_count = posts_count + stands - stood WHERE id = COALESCE(NEW.author_id, OLD.author_id);
    END IF;
    IF TG_OP <> 'UPDATE' OR stood <> stands OR NEW.video_id IS DISTINCT FROM OLD.video_id THEN
        IF stood = 1 THEN
            UPDATE videos SET member_posts = member_posts - 1 WHERE id = OLD.video_id;
        END IF;
        IF stands = 1 THEN
            UPDATE videos SET member_posts = member_posts + 1 WHERE id = NEW.video_id;
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_post_row AFTER INSERT OR DELETE ON posts FOR EACH ROW EXECUTE FUNCTION count_post();
CREATE TRIGGER count_post_change AFTER UPDATE OF deleted_at, removed_at, video_id ON posts
FOR EACH ROW EXECUTE FUNCTION count_post();

CREATE FUNCTION count_comment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stood integer := 0;
    stands integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL AND OLD.removed_at IS NULL THEN stood := 1; END IF;
    IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NEW.removed_at IS NULL THEN stands := 1; END IF;
    IF stood <> stands THEN
        UPDATE posts SET comments_count = comments_count + stands - stood WHERE id = COALESCE(NEW.post_id, OLD.post_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_comment_row AFTER INSERT OR DELETE ON comments FOR EACH ROW EXECUTE FUNCTION count_comment();
CREATE TRIGGER count_comment_change AFTER UPDATE OF deleted_at, removed_at ON comments
FOR EACH ROW EXECUTE FUNCTION count_comment();
