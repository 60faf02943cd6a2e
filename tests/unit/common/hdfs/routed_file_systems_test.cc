// File systems that pass their calls on: behind symbolic links, and behind the mount points of a
// view.
#include <gtest/gtest.h>

#include "common/config/configuration.h"
#include "common/hdfs/link_following.h"
#include "common/hdfs/view_file_system.h"
#include "tests/support/fake_file_system.h"
#include "tests/support/result_matchers.h"

namespace mammoth::hdfs {
namespace {

const Error kThroughLink{ErrorCode::kUnresolvedPath, ""};

class LinkFollowingTest : public testing::Test {
 protected:
  LinkFollowingTest() {
    home_->add_file("/real/file", "text");
    away_->add_file("/there/file", "far");
  }

  LinkFollowing make(LinkPolicy policy = LinkPolicy::kFollow) {
    LinkFollowing::Options options;
    options.policy = policy;
    options.link_target = [this](const std::string& path) -> Result<std::string> {
      ++asked_;
      return targets_.at(path);
    };
    options.open = [this](const std::string& uri) -> Result<std::shared_ptr<FileSystem>> {
      if (uri != "hdfs://away:8020") return Error{ErrorCode::kUnknownHost, uri};
      return std::shared_ptr<FileSystem>(away_);
    };
    return LinkFollowing(home_, options);
  }
  // The next `operation` on `path` meets a link that stands for `target`.
  void link(const std::string& operation, const std::string& path, const std::string& target) {
    home_->fail(operation, path, kThroughLink);
    targets_[path] = target;
  }

  ManualClock clock_;
  std::shared_ptr<FakeFileSystem> home_ =
      std::make_shared<FakeFileSystem>("hdfs://home:8020", clock_);
  std::shared_ptr<FakeFileSystem> away_ =
      std::make_shared<FakeFileSystem>("hdfs://away:8020", clock_);
  std::map<std::string, std::string> targets_;
  int asked_ = 0;
};

TEST_F(LinkFollowingTest, CallsGoToWhereTheLinkLeads) {
  LinkFollowing files = make();
  EXPECT_EQ(files.status("/real/file").value().path, "/real/file");
  EXPECT_EQ(asked_, 0);
  link("status", "/link/file", "/real/file");
  EXPECT_EQ(files.status("/link/file").value().path, "/real/file");
  link("open", "/dir/relative", "../real/file");
  EXPECT_EQ(files.open("/dir/relative").value()->length_bytes(), 4);
  link("status", "/a", "b");
  link("status", "/b", "hdfs://home:8020/real");
  EXPECT_TRUE(files.status("/a").value().is_directory);
  link("remove", "/link/file", "/real/none");
  EXPECT_FALSE(files.remove("/link/file", false).value());
}

TEST_F(LinkFollowingTest, ALinkMayLeadToAnotherFileSystem) {
  LinkFollowing files = make();
  link("open", "/away", "hdfs://away:8020/there/file");
  EXPECT_EQ(files.open("/away").value()->length_bytes(), 3);
  link("open", "/lost", "hdfs://lost:8020/x");
  EXPECT_THAT(files.open("/lost"), refused(ErrorCode::kUnknownHost, "hdfs://lost:8020"));
}

TEST_F(LinkFollowingTest, LinksThatLeadInACircleAreRefused) {
  LinkFollowing::Options options;
  options.link_target = [this](const std::string& path) -> Result<std::string> {
    home_->fail("status", "/circle", kThroughLink);
    return path;
  };
  LinkFollowing files(home_, options);
  home_->fail("status", "/circle", kThroughLink);
  EXPECT_THAT(
      files.status("/circle"),
      refused(ErrorCode::kIo,
              "Possible cyclic loop while following symbolic link hdfs://home:8020/circle"));
}

TEST_F(LinkFollowingTest, NoLinksWhereTheyAreSwitchedOff) {
  link("status", "/link", "/real");
  EXPECT_THAT(make(LinkPolicy::kSwitchedOff).status("/link"),
              refused(ErrorCode::kIo, "Symlink resolution is disabled in this version of Hadoop."));
  link("status", "/link", "/real");
  EXPECT_THAT(make(LinkPolicy::kRefused).status("/link"),
              refused(ErrorCode::kIo,
                      "Path hdfs://home:8020/link contains a symlink and symlink resolution is "
                      "disabled (fs.client.resolve.remote.symlinks)."));
  EXPECT_EQ(asked_, 0);
}

TEST_F(LinkFollowingTest, RenameResolvesBothPaths) {
  LinkFollowing files = make();
  home_->add_directory("/other");
  link("rename", "/link/file", "unused");
  link("status", "/link/file", "/real/file");  // asked by link_status
  EXPECT_TRUE(files.rename("/link/file", "/other/file").value());
  EXPECT_EQ(home_->content("/other/file"), "text");
}

class ViewTest : public testing::Test {
 protected:
  ViewTest() {
    one_->add_file("/data/deep/file", "text");
    two_->add_file("/logs/today", "line");
    set("link./data", "hdfs://one/data");
    set("link./var/logs", "hdfs://two/logs");
  }

  void set(const std::string& key, const std::string& value) {
    configuration_.set("fs.viewfs.mounttable.t." + key, value);
  }
  Result<MountTable> table() { return MountTable::read(configuration_, "t", "viewfs://t/"); }
  ViewFileSystem view(RenameStrategy rename = RenameStrategy::kSameMountPoint) {
    ViewFileSystem::Options options;
    options.name = "t";
    options.user = "alice";
    options.group = "staff";
    options.rename = rename;
    options.open = [this](const std::string& uri) -> Result<std::shared_ptr<FileSystem>> {
      if (uri == "hdfs://one") return std::shared_ptr<FileSystem>(one_);
      if (uri == "hdfs://two") return std::shared_ptr<FileSystem>(two_);
      return Error{ErrorCode::kUnknownHost, uri};
    };
    return ViewFileSystem(table().value(), options);
  }
  static std::vector<std::string> names(ViewFileSystem& view, const std::string& path) {
    std::vector<std::string> names;
    for (const FileStatus& entry : view.list_all(path).value()) names.push_back(entry.path);
    return names;
  }

  ManualClock clock_;
  Configuration configuration_;
  std::shared_ptr<FakeFileSystem> one_ = std::make_shared<FakeFileSystem>("hdfs://one", clock_);
  std::shared_ptr<FakeFileSystem> two_ = std::make_shared<FakeFileSystem>("hdfs://two", clock_);
};

using Names = std::vector<std::string>;

TEST_F(ViewTest, PathsLeadToTheirFileSystems) {
  ViewFileSystem files = view();
  EXPECT_EQ(files.status("/data/deep/file").value().path, "/data/deep/file");
  EXPECT_EQ(files.open("/var/logs/today").value()->length_bytes(), 4);
  EXPECT_EQ(names(files, "/var/logs"), Names{"/var/logs/today"});
  EXPECT_EQ(names(files, "/"), (Names{"/data", "/var"}));
  const FileStatus link = files.list_all("/").value()[0];
  EXPECT_TRUE(link.is_symlink);
  EXPECT_EQ(link.symlink_target, "hdfs://one/data");
  EXPECT_TRUE(files.status("/data").value().is_directory);
  EXPECT_EQ(files.status("/var").value().permission, 0555);
  EXPECT_TRUE(files.create("/data/new", {}));
  EXPECT_TRUE(one_->content("/data/new"));
  EXPECT_EQ(files.content_summary("/").value().file_count, 3);
}

TEST_F(ViewTest, TheViewsOwnDirectoriesCannotBeChanged) {
  ViewFileSystem files = view();
  const auto read_only = [](std::string_view operation, std::string_view path) {
    return refused(ErrorCode::kAccessDenied,
                   fmt::format("InternalDir of ViewFileSystem is readonly, operation {} not "
                               "permitted on path {}.",
                               operation, path));
  };
  EXPECT_THAT(files.mkdirs("/new", 0777), read_only("mkdirs", "/new"));
  EXPECT_THAT(files.create("/new", {.replication = 1}), read_only("create", "/new"));
  EXPECT_THAT(files.create("/new", {}),
              refused(ErrorCode::kRemote,
                      "getDefaultReplication on path `viewfs://t/new' is not "
                      "within a mount point"));
  EXPECT_THAT(files.create("/no/new", {}), read_only("create", "viewfs://t/no/new"));
  EXPECT_THAT(files.remove("/var", true), read_only("delete", "viewfs://t/var"));
  EXPECT_THAT(files.remove("/data", true), read_only("delete", "viewfs://t/data"));
  EXPECT_THAT(files.set_owner("/var", "bob", ""), read_only("setOwner", "/"));
  EXPECT_THAT(files.rename("/data", "/elsewhere"), read_only("rename", "viewfs://t/data"));
  EXPECT_THAT(files.open("/var"),
              refused(ErrorCode::kFileNotFound, "Path points to dir not a file"));
  EXPECT_THAT(files.status("/none/x"),
              refused(ErrorCode::kFileNotFound, "File/Directory does not exist: /none"));
  EXPECT_THAT(files.xattrs("/var", {}),
              refused(ErrorCode::kRemote, "getXAttrs on path `/' is not within a mount point"));
  EXPECT_TRUE(files.mkdirs("/var", 0777).value());
}

TEST_F(ViewTest, RenamesStayWithinOneMountPoint) {
  one_->add_directory("/more");
  set("link./more", "hdfs://one/more");
  ViewFileSystem files = view();
  EXPECT_TRUE(files.rename("/data/deep/file", "/data/deep/moved").value());
  EXPECT_THAT(files.rename("/data/deep/moved", "/more/moved"),
              refused(ErrorCode::kIo, "Renames across Mount points not supported"));
  ViewFileSystem wide = view(RenameStrategy::kSameFileSystem);
  EXPECT_TRUE(wide.rename("/data/deep/moved", "/more/moved").value());
  EXPECT_THAT(wide.rename("/more/moved", "/var/logs/moved"),
              refused(ErrorCode::kIo, "Renames across Mount points not supported"));
}

TEST_F(ViewTest, TheFallbackHasTheRest) {
  two_->add_file("/fall/etc/conf", "c");
  two_->add_file("/fall/data/hidden", "h");
  set("linkFallback", "hdfs://two/fall");
  ViewFileSystem files = view();
  EXPECT_EQ(names(files, "/"), (Names{"/data", "/etc", "/var"}));
  EXPECT_EQ(files.open("/etc/conf").value()->length_bytes(), 1);
  EXPECT_EQ(names(files, "/data"), Names{"/data/deep"});
  EXPECT_TRUE(files.create("/new", {}));
  EXPECT_TRUE(two_->content("/fall/new"));
  EXPECT_TRUE(files.mkdirs("/tmp/a", 0777).value());
  EXPECT_THAT(files.create("/var", {}),
              refused(ErrorCode::kFileAlreadyExists,
                      "A mount path(file/dir) already exist with the requested path: /var"));
}

TEST_F(ViewTest, LinksMayBeNested) {
  two_->add_file("/inner/x", "x");
  set("link./data/inner", "hdfs://two/inner");
  ViewFileSystem files = view();
  EXPECT_EQ(files.open("/data/inner/x").value()->length_bytes(), 1);
  EXPECT_EQ(files.open("/data/deep/file").value()->length_bytes(), 4);
  EXPECT_EQ(names(files, "/data"), Names{"/data/deep"});
  configuration_.set("fs.viewfs.mounttable.nested.mount.point.supported", "false");
  EXPECT_THAT(table(), refused(ErrorCode::kFileAlreadyExists, "Path /data already exists as link"));
}

TEST_F(ViewTest, BadTablesAreRefused) {
  EXPECT_THAT(MountTable::read(configuration_, "none", "viewfs://none/"),
              refused(ErrorCode::kIo,
                      "ViewFs: Cannot initialize: Empty Mount table in config for viewfs://none/"));
  const auto read_with = [](const std::string& key, const std::string& value) {
    Configuration bad;
    bad.set("fs.viewfs.mounttable.t." + key, value);
    return MountTable::read(bad, "t", "viewfs://t/");
  };
  EXPECT_THAT(read_with("link./", "hdfs://one/").error().message,
              testing::HasSubstr("Use linkMergeSlash instead!"));
  EXPECT_THAT(read_with("link.data", "hdfs://one/").error().message,
              "ViewFs: Non absolute mount name in config:data");
  EXPECT_THAT(read_with("oops", "x").error().message,
              "ViewFs: Cannot initialize: Invalid entry in Mount table in config: oops");
  EXPECT_EQ(read_with("linkNfly.a./b", "x").error().code, ErrorCode::kUnsupportedOperation);
  EXPECT_EQ(read_with("linkMerge./b", "x").error().code, ErrorCode::kUnsupportedOperation);
  set("linkMergeSlash", "hdfs://one/");
  EXPECT_THAT(table().error().message,
              testing::HasSubstr("already been configured with regular links"));
  MountTable whole = read_with("linkMergeSlash", "hdfs://one/data").value();
  EXPECT_EQ(whole.resolve("/a/b", true).value().remaining, "/a/b");
}

TEST_F(ViewTest, ExpressionsAreLinksToo) {
  two_->add_file("/home/ann_lee/f", "hers");
  set(R"(linkRegex.^/user/(?<name>\w+))", "hdfs://two/home/${name}");
  ViewFileSystem files = view();
  EXPECT_EQ(files.open("/user/ann_lee/f").value()->length_bytes(), 4);
  EXPECT_EQ(files.status("/user/ann_lee/f").value().path, "/user/ann_lee/f");
  EXPECT_EQ(names(files, "/user/ann_lee"), Names{"/user/ann_lee/f"});
  EXPECT_FALSE(files.open("/user/bob/f"));
  EXPECT_EQ(files.open("/data/deep/file").value()->length_bytes(), 4) << "other links go on";
  // Each look-up makes a link of its own, as in Hadoop.
  EXPECT_THAT(files.rename("/user/ann_lee/f", "/user/ann_lee/g"),
              refused(ErrorCode::kIo, "Renames across Mount points not supported"));
  EXPECT_TRUE(view(RenameStrategy::kSameFileSystem).rename("/user/ann_lee/f", "/user/ann_lee/g").value());
}

TEST(RegexMountPoint, FillsTheTargetWithWhatItMatched) {
  const auto resolved = [](std::string source, std::string target, std::string_view settings,
                           const std::string& path, bool last = true) {
    const auto mount = RegexMountPoint::make(std::move(source), std::move(target), settings).value();
    const auto match = mount.resolve(path, last).value();
    return match ? match->target + "|" + match->resolved + "|" + match->remaining : "none";
  };
  EXPECT_EQ(resolved(R"(^/(\w+))", "hdfs://$1.net/", "", "/ann/x"), "hdfs://ann.net/|/ann|/x");
  EXPECT_EQ(resolved(R"(^/(?<a>\w+)/(?:x|y)/(?<b>\w+))", "t:///$b/${a}/$0", "", "/p/y/q"),
            "t:///q/p//p/y/q|/p/y/q|/");
  EXPECT_EQ(resolved(R"(^/(\w)(\w)(\w)(\w)(\w)(\w)(\w)(\w)(\w)(\w))", "t:///$10$1", "", "/abcdefghij"),
            "t:///ja|/abcdefghij|/");
  EXPECT_EQ(resolved(R"(^/user/(?<u>\w+))", "t:///$u", "replaceresolveddstpath:_:-", "/user/a_b/c"),
            "t:///a-b|/user/a_b|/c");
  EXPECT_EQ(resolved(R"(^/user/(?<u>\w+))", "t:///$u",
                     "replaceresolveddstpath:_:-;replaceresolveddstpath:(b):$1\\$", "/user/a_b"),
            "t:///a-b$|/user/a_b|/");
  EXPECT_EQ(resolved(R"(^/user/(\w+))", "t:///$1", "", "/user/ann", false), "none")
      << "without the last component";
  EXPECT_EQ(resolved(R"(^/user/(\w+))", "t:///$1$7", "", "/user/ann"), "t:///ann$7|/user/ann|/");
  EXPECT_EQ(resolved(R"(^/[(?<a>]+(\w))", "t:///$1", "", "/((x"), "t:///x|/((x|/");
}

TEST(RegexMountPoint, RefusesWhatDoesNotParse) {
  EXPECT_THAT(RegexMountPoint::make("^/(", "t:///", ""),
              refused(ErrorCode::kIo, "Failed to initialized mount point due to bad src path "
                                      "regex:^/(, dstPath:t:///"));
  for (const char* settings : {"x:a:b", "replaceresolveddstpath", "replaceresolveddstpath:a",
                               "replaceresolveddstpath:a:b:c"})
    EXPECT_THAT(RegexMountPoint::make("^/a", "t:///", settings),
                refused(ErrorCode::kIo, std::string("Illegal settings String ") + settings));
  EXPECT_THAT(RegexMountPoint::make("^/a", "t:///", "replaceresolveddstpath:(:b"),
              refused(ErrorCode::kIo, "Initialize interceptor failed, srcRegx:("));
  const auto named = RegexMountPoint::make("^/(a)", "t:///$name", "").value();
  EXPECT_THAT(named.resolve("/a", true),
              refused(ErrorCode::kIllegalArgument, "No group with name <name>"));
  EXPECT_EQ(named.resolve("/" + std::string(9'000, 'a'), true).error().code, ErrorCode::kInvalidPath);
  EXPECT_TRUE(named.resolve("/" + std::string(7'000, 'b'), true));
}

// A reader that counts how often it is asked.
class CountingReader final : public FileReader {
 public:
  explicit CountingReader(std::size_t length) : content_(length) {
    for (std::size_t i = 0; i < length; ++i) content_[i] = static_cast<std::byte>(i * 7 % 251);
  }
  Result<std::size_t> read(std::span<std::byte>) override { return std::size_t{0}; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> buffer) override {
    ++reads;
    const std::size_t count = std::min({buffer.size(), content_.size() - offset, most_at_once});
    std::copy_n(content_.begin() + static_cast<std::ptrdiff_t>(offset), count, buffer.begin());
    return count;
  }
  Result<void> seek(std::uint64_t) override { return {}; }
  std::uint64_t position() const override { return 0; }
  std::uint64_t length_bytes() const override { return content_.size(); }
  bool has(std::uint64_t offset, std::span<const std::byte> bytes) const {
    return std::ranges::equal(bytes, std::span(content_).subspan(offset, bytes.size()));
  }

  int reads = 0;
  std::size_t most_at_once = 1u << 30;

 private:
  std::vector<std::byte> content_;
};

TEST(VectoredRead, NearRangesAreReadTogether) {
  CountingReader reader(4u << 20);
  std::vector<std::byte> a(100), b(200), c(300), d(0);
  reader.most_at_once = 150;  // short reads are continued
  ASSERT_TRUE(
      reader.read_ranges(std::vector<ReadRange>{{2u << 20, c}, {0, a}, {3000, b}, {5000, d}}));
  EXPECT_TRUE(reader.has(0, a) && reader.has(3000, b) && reader.has(2u << 20, c));
  reader.most_at_once = 1u << 30;
  reader.reads = 0;
  ASSERT_TRUE(reader.read_ranges(std::vector<ReadRange>{{0, a}, {4196, b}, {2u << 20, c}}));
  EXPECT_EQ(reader.reads, 2);  // a gap of 4096 bytes is read over
  reader.reads = 0;
  ASSERT_TRUE(reader.read_ranges(std::vector<ReadRange>{{0, a}, {4197, b}}));
  EXPECT_EQ(reader.reads, 2);
  std::vector<std::byte> half(700u << 10), other(700u << 10);
  reader.reads = 0;
  ASSERT_TRUE(reader.read_ranges(std::vector<ReadRange>{{0, half}, {half.size(), other}}));
  EXPECT_EQ(reader.reads, 2);  // more than 1 MiB is not read at once
}

TEST(VectoredRead, BadRangesAreRefusedBeforeAnythingIsRead) {
  CountingReader reader(1000);
  std::vector<std::byte> a(100), b(100);
  EXPECT_EQ(reader.read_ranges(std::vector<ReadRange>{{0, a}, {99, b}}).error().code,
            ErrorCode::kIllegalArgument);
  EXPECT_EQ(reader.read_ranges(std::vector<ReadRange>{{901, a}}).error().code, ErrorCode::kEof);
  EXPECT_EQ(reader.read_ranges(std::vector<ReadRange>{{~0ull, a}}).error().code, ErrorCode::kEof);
  EXPECT_TRUE(reader.read_ranges(std::vector<ReadRange>{{900, a}, {0, b}}));
  EXPECT_TRUE(reader.read_ranges({}));
  EXPECT_EQ(reader.reads, 1);
}

}  // namespace
}  // namespace mammoth::hdfs
