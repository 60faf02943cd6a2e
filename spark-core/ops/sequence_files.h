// SparkContext.sequenceFile and RDD.saveAsSequenceFile: Hadoop's SequenceFiles, of keys and values as
// Writables (plan/writable.h). objectFile and saveAsObjectFile: elements of any type, ten in a record
// of a SequenceFile of NullWritable and BytesWritable, as Spark has them; inside they are this
// engine's own, not Java's.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/map.h"
#include "spark-core/ops/map_partitions.h"
#include "spark-core/ops/save_as_text_file.h"
#include "spark-core/plan/task_output.h"
#include "spark-core/plan/writable.h"

namespace mammoth::spark {

using RawRecord = std::pair<std::string_view, std::string_view>;

template <class K, class V>
RDD<std::pair<K, V>> sc_sequence_file(const std::shared_ptr<Session>& session,
                                      const std::string& path, int least_partitions) {
  static_assert(HasWritable<K> && HasWritable<V>,
                "no Writable for this type: specialise mammoth::spark::Writable<T>");
  const RDD<RawRecord> records(
      session->sequence_file(path, least_partitions, std::string(Writable<K>::kClass),
                             std::string(Writable<V>::kClass)),
      session);
  return rdd_map(records, ship([](const RawRecord& record) {
                   return std::pair<K, V>(Writable<K>::read(record.first),
                                          Writable<V>::read(record.second));
                 }));
}

template <class T>
void save_sequence_kernel(const void* function, TaskContext& context, Stream& elements, Writer&) {
  using K = typename T::first_type;
  using V = typename T::second_type;
  const auto output =
      open_sequence_output(context, static_cast<const Constant<std::string>*>(function)->value,
                           Writable<K>::kClass, Writable<V>::kClass);
  std::string key, value;
  for (Batch batch; elements.next(batch);) {
    context.check_interrupted();
    for (std::size_t i = 0; i < batch.size; ++i) {
      key.clear();
      value.clear();
      Writable<K>::write(key, batch.items<T>()[i].first);
      Writable<V>::write(value, batch.items<T>()[i].second);
      output->append(key, value);
    }
  }
  output->commit();
}

template <class T>
void rdd_save_as_sequence_file(const RDD<T>& rdd, const std::string& path,
                               const std::string& codec) {
  static_assert(HasWritable<typename T::first_type> && HasWritable<typename T::second_type>,
                "no Writable for this type: specialise mammoth::spark::Writable<T>");
  save_with(rdd, &save_sequence_kernel<T>, path, codec, "saveAsSequenceFile");
}

using ObjectRecord = std::pair<std::monostate, std::vector<unsigned char>>;
inline constexpr std::string_view kObjectMagic = "MOBJ\1";  // then elements, one behind the other

template <class T>
void rdd_save_as_object_file(const RDD<T>& rdd, const std::string& path) {
  const auto records = rdd_map_partitions(
      rdd, ship([](Iterator<T>& elements) {
        constexpr int kTogether = 10;  // Spark's own number
        std::vector<ObjectRecord> all;
        while (elements.hasNext()) {
          Writer out;
          out.raw(kObjectMagic.data(), kObjectMagic.size());
          for (int i = 0; i < kTogether && elements.hasNext(); ++i)
            Serializer<T>::write(out, elements.next());
          const std::string_view bytes = out.view();
          all.emplace_back(std::monostate(), std::vector<unsigned char>(bytes.begin(), bytes.end()));
        }
        return all;
      }),
      false);
  rdd_save_as_sequence_file(records, path, "");
}

template <class T>
RDD<T> sc_object_file(const std::shared_ptr<Session>& session, const std::string& path,
                      int least_partitions) {
  static_assert(!kBorrowed<T>, "an object file has std::string, not std::string_view");
  const auto records =
      sc_sequence_file<std::monostate, std::vector<unsigned char>>(session, path, least_partitions);
  return rdd_flat_map<T, void>(records, ship([](const ObjectRecord& record) {
                                 const std::string_view bytes(
                                     reinterpret_cast<const char*>(record.second.data()),
                                     record.second.size());
                                 if (!bytes.starts_with(kObjectMagic))
                                   throw SparkException("the file's objects are not of this engine");
                                 std::vector<T> elements;
                                 for (Reader in(bytes.substr(kObjectMagic.size())); !in.at_end();)
                                   elements.push_back(Serializer<T>::read(in));
                                 return elements;
                               }));
}

}  // namespace mammoth::spark
