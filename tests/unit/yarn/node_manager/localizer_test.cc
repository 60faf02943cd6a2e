#include "yarn/node_manager/localizer/localizer.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

#include "common/hdfs/file_system.h"
#include "tests/support/temporary_directory.h"
#include "yarn/node_manager/localizer/fetch.h"
#include "yarn/node_manager/localizer/zip_archive.h"

namespace mammoth::yarn::node {
namespace {

namespace fs = std::filesystem;

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void append(std::string& to, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) to.push_back(static_cast<char>(value >> 8 * i & 0xFF));
}

std::string deflated(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(compressBound(text.size()) + 16, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// A zip file as any tool writes it; names that end with "z" are deflated.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string out;
  std::string directory;
  for (const auto& [name, text] : files) {
    const bool squeeze = name.ends_with('z');
    const std::string data = squeeze ? deflated(text) : text;
    const auto crc =
        crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
    const std::size_t offset = out.size();
    append(out, 0x04034b50, 4), append(out, 20, 2), append(out, 0, 2);
    append(out, squeeze ? 8 : 0, 2), append(out, 0, 4), append(out, crc, 4);
    append(out, data.size(), 4), append(out, text.size(), 4), append(out, name.size(), 2);
    append(out, 0, 2);
    out += name + data;
    append(directory, 0x02014b50, 4), append(directory, 3 << 8 | 20, 2), append(directory, 20, 2);
    append(directory, 0, 2), append(directory, squeeze ? 8 : 0, 2), append(directory, 0, 4);
    append(directory, crc, 4), append(directory, data.size(), 4);
    append(directory, text.size(), 4), append(directory, name.size(), 2);
    append(directory, 0, 2), append(directory, 0, 2), append(directory, 0, 4);
    append(directory, 0100755u << 16, 4), append(directory, offset, 4);
    directory += name;
  }
  const std::size_t begin = out.size();
  out += directory;
  append(out, 0x06054b50, 4), append(out, 0, 4), append(out, files.size(), 2);
  append(out, files.size(), 2), append(out, directory.size(), 4), append(out, begin, 4);
  append(out, 0, 2);
  return out;
}

Result<std::string> first_of(const std::string& archive) {
  const auto entries = TRY(read_zip_directory(as_byte_view(archive)));
  std::string text;
  TRY(read_zip_entry(as_byte_view(archive), entries.at(0), [&](ByteView piece) -> Result<void> {
    text += as_text(piece);
    return {};
  }));
  return text;
}

TEST(ZipArchive, StoredAndDeflated) {
  EXPECT_EQ(first_of(zip_of({{"a", "hello"}})).value(), "hello");
  const std::string big(300'000, 'x');
  EXPECT_EQ(first_of(zip_of({{"bz", big}})).value(), big);
  EXPECT_EQ(first_of(zip_of({{"empty", ""}})).value(), "");
}

TEST(ZipArchive, DamageIsNoticed) {
  const std::string good = zip_of({{"az", "hello hello hello"}, {"b", "plain"}});
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    (void)first_of(good.substr(0, cut));
    std::string flipped = good;
    flipped[cut] = static_cast<char>(~flipped[cut]);
    const auto text = first_of(flipped);
    if (text) EXPECT_EQ(*text, "hello hello hello") << cut;
  }
  EXPECT_FALSE(first_of(""));
  std::string wrong_sum = zip_of({{"a", "hello"}});
  wrong_sum[31] = 'j';
  EXPECT_EQ(first_of(wrong_sum).error().code, ErrorCode::kChecksum);
}

TEST(ZipArchive, PatternChoosesAndNamesStayInside) {
  TemporaryDirectory folder;
  const std::string archive = folder.path() + "/a.jar";
  std::ofstream(archive) << zip_of(
      {{"lib/x.jar", "X"}, {"classes/", ""}, {"classes/C.classz", "CC"}, {"other", "O"}});
  ASSERT_TRUE(unpack_zip(archive, folder.path() + "/out", "(?:classes/|lib/).*"));
  EXPECT_EQ(contents(folder.path() + "/out/lib/x.jar"), "X");
  EXPECT_EQ(contents(folder.path() + "/out/classes/C.classz"), "CC");
  EXPECT_FALSE(fs::exists(folder.path() + "/out/other"));
  EXPECT_FALSE(unpack_zip(archive, folder.path() + "/out", "("));
  for (const char* name : {"../evil", "/evil", "a/../../evil"}) {
    std::ofstream(archive) << zip_of({{name, "E"}});
    EXPECT_FALSE(unpack_zip(archive, folder.path() + "/out", "")) << name;
  }
  EXPECT_FALSE(fs::exists(folder.path() + "/evil"));
}

TEST(ResourceCache, OneFetchForAllWhoWait) {
  using Answer = ResourceCache::Answer;
  ResourceCache cache;
  const CacheKey key{.uri = "hdfs://nn/a", .timestamp_ms = 1};
  EXPECT_EQ(cache.request(key, "c1"), Answer::kFetch);
  EXPECT_EQ(cache.request(key, "c2"), Answer::kWait);
  CacheKey later = key;
  later.timestamp_ms = 2;
  EXPECT_EQ(cache.request(later, "c2"), Answer::kFetch);
  EXPECT_EQ(cache.fetched(key, {.directory = "/10", .path = "/10/a", .bytes = 100}),
            (std::vector<std::string>{"c1", "c2"}));
  EXPECT_EQ(cache.request(key, "c3"), Answer::kReady);
  EXPECT_EQ(cache.failed(later), (std::vector<std::string>{"c2"}));
  EXPECT_EQ(cache.request(later, "c4"), Answer::kFetch);
  // What is used stays, whatever the limit.
  EXPECT_TRUE(cache.shrink(0).empty());
  for (const char* container : {"c1", "c2", "c3"}) cache.release(container);
  EXPECT_TRUE(cache.shrink(100).empty());
  EXPECT_EQ(cache.shrink(99), (std::vector<std::string>{"/10"}));
  EXPECT_EQ(cache.bytes(), 0u);
}

class LocalizerTest : public testing::Test {
 protected:
  LocalizerTest() {
    ::chmod(folder_.path().c_str(), 0755);
    fs::create_directories(folder_.path() + "/local");
    localizer_.start({.localized =
                          [this](const std::string& id, Localized files) {
                            const std::lock_guard lock(mutex_);
                            ready_[id] = std::move(files);
                            changed_.notify_all();
                          },
                      .failed =
                          [this](const std::string& id, const std::string& why) {
                            const std::lock_guard lock(mutex_);
                            failed_[id] = why;
                            changed_.notify_all();
                          }});
  }
  ~LocalizerTest() override { localizer_.stop(); }

  LocalResource resource(const std::string& name, Visibility visibility,
                         ResourceType type = ResourceType::kFile) {
    const std::string path = folder_.path() + "/" + name;
    const auto files = hdfs::open_file_system("file:///", configuration_).value();
    return {.link = name,
            .uri = "file://" + path,
            .timestamp_ms = files->status(path).value().modification_time_ms,
            .type = type,
            .visibility = visibility};
  }
  void wait(std::size_t count) {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(changed_.wait_for(lock, std::chrono::seconds(10),
                                  [&] { return ready_.size() + failed_.size() >= count; }));
  }

  TemporaryDirectory folder_;
  Configuration configuration_;
  SystemClock clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Localized> ready_;
  std::map<std::string, std::string> failed_;
  Localizer localizer_{{folder_.path() + "/local"}, {.own_user = "me"}, configuration_, clock_};
};

TEST_F(LocalizerTest, ContainersOfAnApplicationShareItsFiles) {
  std::ofstream(folder_.path() + "/a.txt") << "text";
  ContainerSpec spec{.id = "c1", .application = "app", .user = "alice"};
  spec.resources = {resource("a.txt", Visibility::kApplication)};
  localizer_.localize(spec);
  spec.id = "c2";
  localizer_.localize(spec);
  wait(2);
  ASSERT_EQ(ready_["c1"].files.size(), 1u);
  const std::string path = ready_["c1"].files[0].path;
  EXPECT_EQ(path, folder_.path() + "/local/usercache/alice/appcache/app/filecache/10/a.txt");
  EXPECT_EQ(ready_["c2"].files[0].path, path);
  EXPECT_EQ(contents(path), "text");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms(0500));
  EXPECT_EQ(localizer_.cached_bytes(), 4u);
}

TEST_F(LocalizerTest, NothingToBringIsReady) {
  localizer_.localize({.id = "c1", .application = "app", .user = "alice"});
  wait(1);
  EXPECT_TRUE(ready_.contains("c1"));
}

TEST_F(LocalizerTest, RefusalsInHadoopsWords) {
  std::ofstream(folder_.path() + "/a.txt") << "text";
  ContainerSpec spec{.id = "c1", .application = "app", .user = "alice"};
  spec.resources = {resource("a.txt", Visibility::kApplication)};
  spec.resources[0].timestamp_ms = 12345;
  localizer_.localize(spec);
  wait(1);
  EXPECT_TRUE(failed_["c1"].starts_with("Resource file:" + folder_.path() +
                                        "/a.txt changed on src filesystem - expected: \"1970-01-"))
      << failed_["c1"];
  spec.id = "c2";
  spec.resources[0].uri = "file:///no/such/file";
  localizer_.localize(spec);
  wait(2);
  EXPECT_EQ(failed_["c2"], "File file:/no/such/file does not exist");
  spec.id = "c3";
  ::chmod((folder_.path() + "/a.txt").c_str(), 0600);
  spec.resources = {resource("a.txt", Visibility::kPublic)};
  localizer_.localize(spec);
  wait(3);
  EXPECT_EQ(failed_["c3"], "Resource file:" + folder_.path() +
                               "/a.txt is not publicly accessible and as such cannot be part of "
                               "the public cache.");
  spec.id = "c4";
  spec.resources[0].uri = "ftp://host/file";
  localizer_.localize(spec);
  wait(4);
  EXPECT_EQ(failed_["c4"], "No FileSystem for scheme \"ftp\"");
}

TEST_F(LocalizerTest, ArchivesAndPatternsBecomeDirectories) {
  std::ofstream(folder_.path() + "/a.zip") << zip_of({{"in/file", "F"}});
  std::ofstream(folder_.path() + "/b.jar") << zip_of({{"lib/x", "X"}, {"y", "Y"}});
  ContainerSpec spec{.id = "c1", .application = "app", .user = "alice"};
  spec.resources = {resource("a.zip", Visibility::kPrivate, ResourceType::kArchive),
                    resource("b.jar", Visibility::kPrivate, ResourceType::kPattern)};
  spec.resources[1].pattern = "(?:lib/).*";
  localizer_.localize(spec);
  wait(1);
  ASSERT_TRUE(ready_.contains("c1")) << failed_["c1"];
  const auto& files = ready_["c1"].files;
  EXPECT_EQ(contents(files[0].path + "/in/file"), "F");
  EXPECT_EQ(contents(files[1].path + "/lib/x"), "X");
  EXPECT_FALSE(fs::exists(files[1].path + "/y"));
  EXPECT_EQ(contents(files[1].path + "/b.jar"), contents(folder_.path() + "/b.jar"));
}

TEST_F(LocalizerTest, UnusedFilesGoWhenThereIsTooMuch) {
  std::ofstream(folder_.path() + "/a.txt") << "text";
  Localizer small({folder_.path() + "/local"}, {.max_cache_bytes = 3, .own_user = "me"},
                  configuration_, clock_);
  std::promise<Localized> done;
  small.start(
      {.localized = [&](const std::string&, Localized it) { done.set_value(std::move(it)); },
       .failed = [](const std::string&, const std::string& why) { FAIL() << why; }});
  ContainerSpec spec{.id = "c1", .application = "app", .user = "alice"};
  spec.resources = {resource("a.txt", Visibility::kPrivate)};
  small.localize(spec);
  const std::string path = done.get_future().get().files[0].path;
  small.shrink();
  EXPECT_TRUE(fs::exists(path));
  small.release("c1");
  small.shrink();
  EXPECT_FALSE(fs::exists(path));
}

}  // namespace
}  // namespace mammoth::yarn::node
