#include "namenode/namespace/new_namespace.h"

#include "namenode/namespace/id_allocator.h"

namespace mammoth::namenode {

Transaction new_namespace(std::string superuser, std::string supergroup) {
  Inode root;
  root.id = kRootInodeId;
  root.mode = 0755;
  root.owner = std::move(superuser);
  root.group = std::move(supergroup);
  Transaction transaction;
  transaction.add(PutInode{{kNoInode, {}}, std::make_shared<const Inode>(std::move(root))});
  for (const IdMark mark :
       {IdMark::kInode, IdMark::kBlock, IdMark::kGenerationStamp, IdMark::kSnapshot})
    transaction.add(PutIdMark{mark, first_id(mark)});
  return transaction;
}

}  // namespace mammoth::namenode
