#include "datanode/replicas/volume_set.h"

#include "common/io/faulty_disk.h"
#include "datanode/replicas/version_file.h"
#include "tests/unit/datanode/store_fixture.h"

namespace mammoth::datanode {
namespace {

class VolumeTest : public StoreFixture {
 protected:
  VolumeTest() {
    locations_ = {{StorageType::kDisk, "/data/1"},
                  {StorageType::kDisk, "/data/2"},
                  {StorageType::kSsd, "/data/3"}};
    failures_tolerated_ = 1;
    open();
  }

  std::string root_of(const Block& block) const {
    return store_->volumes().at(store_->find(block.id)->volume)->root();
  }
};

// Blocks go to the volumes of the kind that was asked for, one after the other.
TEST_F(VolumeTest, TakesTurns) {
  make_finalized(1, 10);
  make_finalized(2, 10);
  make_finalized(3, 10);
  EXPECT_NE(root_of(block(1)), root_of(block(2)));
  EXPECT_EQ(root_of(block(1)), root_of(block(3)));
  auto asked = request(block(4));
  asked.storage_type = StorageType::kSsd;
  auto writer = store_->create_rbw(asked);
  ASSERT_TRUE(writer);
  EXPECT_EQ((*writer)->volume().root(), "/data/3");
  asked = request(block(5));
  asked.storage_type = StorageType::kArchive;
  EXPECT_EQ(store_->create_rbw(asked).error().message, "No more available volumes");
}

// A block that fits nowhere is refused before a byte of it is taken.
TEST_F(VolumeTest, RefusesBlockThatDoesNotFit) {
  const auto refused = store_->create_rbw(request(block(1, 1001, std::uint64_t{1} << 41)));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.starts_with(
      "Out of space: The volume with the most available space (="));
}

// Space that is set aside for others is neither offered nor counted as capacity; what others use already
// counts towards it.
TEST_F(VolumeTest, KeepsReservedSpaceFree) {
  const auto before = store_->volumes().at(0)->usage();
  VolumeSetOptions reserved{.locations = {{StorageType::kDisk, "/data/9"}},
                            .reserved_bytes = std::uint64_t{1} << 30};
  VolumeSet set(disk_, clock_, reserved);
  ASSERT_TRUE(set.open(kIdentity));
  const auto usage = set.at(0)->usage();
  EXPECT_EQ(usage.capacity, before.capacity - (std::uint64_t{1} << 30));
  EXPECT_EQ(usage.remaining, usage.capacity);
  EXPECT_EQ(usage.non_dfs_used, 0u);
}

// Of the share of the disk and the bytes, the calculator's name says which counts.
TEST_F(VolumeTest, ReservesByCalculator) {
  const auto whole = disk_.space("/data/1").capacity_bytes;
  const auto reserved = [&](ReservedSpace calculator, const std::string& path) {
    VolumeSetOptions options{.locations = {{StorageType::kDisk, path}},
                             .reserved_bytes = 1000,
                             .reserved_percent = 20,
                             .reserved_space = calculator};
    VolumeSet set(disk_, clock_, options);
    EXPECT_TRUE(set.open(kIdentity));
    return set.at(0)->reserved_bytes();
  };
  EXPECT_EQ(reserved(ReservedSpace::kAbsolute, "/data/a"), 1000u);
  EXPECT_EQ(reserved(ReservedSpace::kPercentage, "/data/b"), whole / 100 * 20);
  EXPECT_EQ(reserved(ReservedSpace::kConservative, "/data/c"), whole / 100 * 20);
  EXPECT_EQ(reserved(ReservedSpace::kAggressive, "/data/d"), 1000u);
  EXPECT_EQ(parse_reserved_space("a.b.ReservedSpaceCalculator$ReservedSpaceCalculatorPercentage"),
            ReservedSpace::kPercentage);
  EXPECT_FALSE(parse_reserved_space("a.b.Else"));
  EXPECT_EQ(parse_volume_choice("x.AvailableSpaceVolumeChoosingPolicy"), VolumeChoice::kAvailableSpace);
  EXPECT_FALSE(parse_volume_choice(""));
}

// Volumes with about as much space take turns; others get their share by preference, and none of it when a
// block does not fit the fuller ones.
TEST_F(VolumeTest, ChoosesByAvailableSpace) {
  constexpr std::uint64_t kGiB = 1u << 30;
  VolumeSetOptions options{.locations = {{StorageType::kDisk, "/data/a"},
                                         {StorageType::kDisk, "/data/b"},
                                         {StorageType::kDisk, "/data/c"}},
                           .choice = VolumeChoice::kAvailableSpace,
                           .balanced_threshold_bytes = kGiB,
                           .balanced_preference = 0.75};
  VolumeSet set(disk_, clock_, options);
  ASSERT_TRUE(set.open(kIdentity));
  const auto counts = [&](std::uint64_t bytes) {
    std::array<int, 3> result{};
    for (int i = 0; i < 3000; ++i) ++result.at(*set.choose(StorageType::kDisk, bytes));
    return result;
  };
  EXPECT_EQ(counts(1), (std::array{1000, 1000, 1000}));
  const auto left = 2 * kGiB;
  set.at(2)->reserve(set.at(2)->available_bytes() - left);
  const auto uneven = counts(1);  // two with much get 2 * 0.75 of 2 * 0.75 + 1 * 0.25
  EXPECT_NEAR(uneven[2], 3000 / 7, 120);
  EXPECT_NEAR(uneven[0], uneven[1], 1);
  EXPECT_EQ(counts(left + 1)[2], 0);
  EXPECT_EQ(set.choose(StorageType::kSsd, 1).error().message, "No more available volumes");
  EXPECT_TRUE(set.choose(StorageType::kDisk, std::uint64_t{1} << 60).error().message.starts_with(
      "Out of space: The volume with the most available space (="));
}

// A volume is taken away with its replicas, and comes back with them; the NameNode is told of what went.
TEST_F(VolumeTest, ComesAndGoesWhileOthersWork) {
  make_finalized(1, 10);
  ASSERT_TRUE(store_->add_volume({StorageType::kDisk, "/data/late"}));
  const auto late = static_cast<VolumeIndex>(store_->volumes().size() - 1);
  EXPECT_EQ(store_->add_volume({StorageType::kDisk, "/data/late"}).error().message,
            "Cannot lock storage /data/late. The directory is already locked");
  std::uint64_t id = 2;
  while (make_finalized(id, 10).volume != late) ++id;
  EXPECT_TRUE(store_->remove_volume("/data/late"));
  EXPECT_FALSE(store_->remove_volume("/data/late"));
  EXPECT_FALSE(store_->remove_volume("/none"));
  EXPECT_FALSE(store_->find(BlockId{id}));
  EXPECT_TRUE(store_->find(BlockId{1}));
  EXPECT_EQ(events_.log().back(), "deleted " + to_text(block(id)));
  EXPECT_TRUE(store_->volumes().failures().locations.empty());

  ASSERT_TRUE(store_->add_volume({StorageType::kDisk, "/data/late"}));
  EXPECT_EQ(store_->find(BlockId{id})->block, block(id, 1001, 10));
  EXPECT_NE(store_->find(BlockId{id})->volume, late);
  EXPECT_EQ(read(block(id)), pattern(0, 10));
}

// Meanwhile the block was written anew: the newer replica stays, on whichever volume it is.
TEST_F(VolumeTest, BringsReplicasThatAreThereAlready) {
  ASSERT_TRUE(store_->add_volume({StorageType::kDisk, "/data/late"}));
  const auto late = static_cast<VolumeIndex>(store_->volumes().size() - 1);
  std::uint64_t id = 1;
  while (make_finalized(id, 10).volume != late) ++id;
  const auto old_file = path(*store_->find(BlockId{id}));
  EXPECT_TRUE(store_->remove_volume("/data/late"));
  const auto fresh = make_finalized(id, 20, 1002);
  ASSERT_TRUE(store_->add_volume({StorageType::kDisk, "/data/late"}));
  EXPECT_EQ(store_->find(BlockId{id})->block, block(id, 1002, 20));
  EXPECT_EQ(store_->find(BlockId{id})->volume, fresh.volume);
  EXPECT_FALSE(disk_.status(old_file));
}

// One disk dies: its replicas are gone, the others go on, the NameNode is told; a second death is too much.
TEST_F(VolumeTest, SurvivesAsManyFailuresAsTolerated) {
  bool broken[4] = {};
  FaultyDisk faulty(disk_, [&](DiskOperation, std::string_view path) {
    for (int i = 1; i <= 3; ++i)
      if (broken[i] && path.starts_with("/data/" + std::to_string(i))) return EIO;
    return 0;
  });
  disk_in_use_ = &faulty;
  open();
  make_finalized(1, 10);
  make_finalized(2, 10);
  const auto first = store_->find(BlockId{1})->volume;
  const auto first_root = store_->volumes().at(first)->root();
  broken[first_root.back() - '0'] = true;

  EXPECT_THROW(read(block(1)), DiskError);
  store_->suspect(DiskError(EIO, "read", first_root + "/current/x"));
  EXPECT_FALSE(store_->find(BlockId{1}));
  EXPECT_EQ(read(block(2)), pattern(0, 10));
  EXPECT_EQ(events_.log().back(), "failed " + first_root);
  EXPECT_EQ(store_->volumes().failures().locations,
            std::vector<std::string>{"[DISK]file:" + first_root});

  broken[3] = true;
  store_->suspect(DiskError(EIO, "write", "/data/3/current/x"));
  EXPECT_EQ(events_.log().back(), "failed /data/3 stop");
  store_.reset();
}

// A disk that is full, or that failed once and works again, is not taken out of use.
TEST_F(VolumeTest, SuspicionIsChecked) {
  store_->suspect(DiskError(ENOSPC, "write", "/data/1/current/x"));
  store_->suspect(DiskError(EIO, "read", "/data/1/current/x"));
  store_->suspect(DiskError(EIO, "read", "/elsewhere"));
  EXPECT_EQ(store_->volumes().working().size(), 3u);
}

// At start a disk of another cluster, or one that another process holds, counts as failed, with the
// reason in Hadoop's words; more of them than tolerated stop the start.
TEST_F(VolumeTest, RefusesForeignVolumes) {
  store_.reset();
  auto other = kIdentity;
  other.cluster_id = "CID-other";
  VolumeSet set(disk_, clock_, options().volumes);
  const auto opened = set.open(other);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message,
            "Too many failed volumes - current valid volumes: 0, volumes configured: 3, volumes failed: "
            "3, volume failures tolerated: 1");
  const auto volume = Volume::open(disk_, locations_[0], other, set.datanode_uuid(), 0);
  ASSERT_FALSE(volume);
  EXPECT_EQ(volume.error().message,
            "Incompatible clusterIDs in /data/1: namenode clusterID = CID-other; datanode clusterID = "
            "CID-1");
}

// A directory that belongs to another datanode must not lend it its replicas.
TEST_F(VolumeTest, RefusesVolumeOfOtherDatanode) {
  store_.reset();
  const auto volume = Volume::open(disk_, locations_[0], kIdentity, "another-uuid", 0);
  ASSERT_FALSE(volume);
  EXPECT_TRUE(volume.error().message.find("does not match another-uuid from other StorageDirectory") !=
              std::string::npos);
}

// Layouts that only Apache's upgrade can bring up to date, and those of the future, are left alone.
TEST_F(VolumeTest, RefusesOtherLayouts) {
  store_.reset();
  const std::string path = "/data/1/current/VERSION";
  for (const auto* layout : {"-56", "-58"}) {
    auto version = *read_version_file(disk_, path);
    version["layoutVersion"] = layout;
    write_version_file(disk_, path, version);
    EXPECT_FALSE(Volume::open(disk_, locations_[0], kIdentity, version["datanodeUuid"], 0)) << layout;
  }
}

}  // namespace
}  // namespace mammoth::datanode
