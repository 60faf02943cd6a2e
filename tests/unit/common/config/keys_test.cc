#include "common/config/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "common/config/configuration.h"
#include "common/config/deprecated_keys.h"
#include "common/config/key_value.h"

namespace mammoth {
namespace {

std::filesystem::path root() {
  std::filesystem::path path = __FILE__;
  for (int level = 0; level < 5; ++level) path = path.parent_path();
  return path;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string letters(std::string_view text) {
  std::string result;
  for (unsigned char letter : text)
    if (std::isalnum(letter)) result += static_cast<char>(std::tolower(letter));
  return result;
}

TEST(Keys, TheTableHoldsEveryConstantUnderItsName) {
  // Somebody adds a constant and forgets the table, or names it freely: programs would read a key
  // that the reference does not show.
  const std::regex constant(R"re(ConfigKey k(\w+)\{\s*"([^"]+)")re");
  std::set<std::string> declared, listed;
  for (const auto& file : std::filesystem::directory_iterator(root() / "common/config/keys")) {
    const std::string text = text_of(file);
    for (std::sregex_iterator it(text.begin(), text.end(), constant), end; it != end; ++it) {
      declared.insert((*it)[2]);
      EXPECT_EQ(letters((*it)[1].str()), letters((*it)[2].str()));
    }
  }
  for (const ConfigKey* key : all_keys())
    EXPECT_TRUE(listed.emplace(key->name).second) << key->name << " is listed twice";
  EXPECT_EQ(declared, listed);
}

TEST(Keys, EveryDefaultIsValidAndExplained) {
  // A default outside its own range would refuse every start. Ranges must be readable themselves.
  const Configuration conf;
  for (const ConfigKey* key : all_keys()) {
    if (const auto value = conf.find(key->name))
      EXPECT_TRUE(check_value(*key, *value)) << key->name;
    EXPECT_GT(key->sentence.size(), 20U) << key->name;
    EXPECT_TRUE(key->sentence.ends_with('.')) << key->name;
    EXPECT_EQ(key->sentence.find('|'), std::string_view::npos) << "breaks the table: " << key->name;
    if (key->type == KeyType::kDuration) EXPECT_FALSE(key->unit.empty()) << key->name;
    if (key->type == KeyType::kChoice) EXPECT_FALSE(key->accepts.empty()) << key->name;
    if (const auto dots = key->accepts.find(".."); dots != std::string_view::npos) {
      const auto low = key->accepts.substr(0, dots), high = key->accepts.substr(dots + 2);
      EXPECT_TRUE(low.empty() || check_value(*key, low)) << key->name;
      EXPECT_TRUE(high.empty() || check_value(*key, high)) << key->name;
    }
  }
}

TEST(Keys, AreFoundByTheirExactNames) {
  // getconf asks by text; the family of proxy users is no key.
  EXPECT_EQ(find_key("dfs.replication"), &keys::kDfsReplication);
  EXPECT_EQ(find_key("dfs.Replication"), nullptr);
  EXPECT_EQ(find_key("hadoop.proxyuser.*"), nullptr);
}

TEST(Keys, OldNamesLeadToKeysOfTheTable) {
  // An old name that leads nowhere, to another old name, or hides a current key loses a setting.
  std::string_view previous;
  for (const DeprecatedKey& key : deprecated_keys()) {
    EXPECT_LT(previous, key.old_name);
    previous = key.old_name;
    EXPECT_EQ(current_name(key.old_name), key.new_name);
    EXPECT_NE(find_key(key.new_name), nullptr) << key.new_name;
    EXPECT_EQ(find_key(key.old_name), nullptr) << key.old_name;
  }
  EXPECT_EQ(current_name("fs.default.name"), "fs.defaultFS");
  EXPECT_EQ(current_name("fs.defaultFS"), "fs.defaultFS");
}

TEST(Keys, TheReferenceInConfIsUpToDate) {
  // conf/KEYS.md is committed so that it can be read without a build; it must be the table's.
  if (std::getenv("WRITE_KEYS_MD") != nullptr)
    std::ofstream(root() / "conf/KEYS.md") << describe_keys_markdown();
  EXPECT_TRUE(text_of(root() / "conf/KEYS.md") == describe_keys_markdown())
      << "conf/KEYS.md differs from the table in common/config/keys.h; write it anew with\n"
         "WRITE_KEYS_MD=1 unit_common_config --gtest_filter=Keys.TheReferenceInConfIsUpToDate";
}

TEST(Keys, TheExamplesInConfAreValid) {
  // What a newcomer copies must load, and the examples must be worth copying: each sets something.
  const auto conf = Configuration::load(root() / "conf");
  ASSERT_TRUE(conf) << conf.error().message;
  const auto valid = conf->validate();
  EXPECT_TRUE(valid) << valid.error().message;
  for (const char* name : {"core-site.xml", "hdfs-site.xml", "mammoth.yaml"}) {
    const std::string path = root() / "conf" / name;
    bool used = false;
    for (const auto& [key, value] : conf->entries()) used |= conf->source(key) == path;
    EXPECT_TRUE(used) << path << " sets nothing";
  }
}

}  // namespace
}  // namespace mammoth
