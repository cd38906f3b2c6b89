"""What members write and whom they read: posts, comments, follows, and the one rule of who sees what."""
