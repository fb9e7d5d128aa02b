"""Which contacts are one person: keys that link, names that hold apart, and reasons for both."""
