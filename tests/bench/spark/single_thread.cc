// What a competent single-threaded program needs for the same work: the cost line of tests/bench.
//
//   single_thread wordcount IN OUT | pagerank IN ITERATIONS | kmeans IN K ITERATIONS | terasort IN OUT
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

std::string_view map_file(const char* path) {
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  struct stat status{};
  if (file < 0 || ::fstat(file, &status) != 0) std::exit(1);
  const auto size = static_cast<std::size_t>(status.st_size);
  void* base = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::madvise(base, size, MADV_SEQUENTIAL);
  return {static_cast<const char*>(base), size};
}

bool blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

template <class Each>
void for_each_word(std::string_view text, const Each& each) {
  const char* at = text.data();
  const char* end = at + text.size();
  while (at != end) {
    while (at != end && blank(*at)) ++at;
    const char* begin = at;
    while (at != end && !blank(*at)) ++at;
    if (at != begin) each(std::string_view(begin, static_cast<std::size_t>(at - begin)));
  }
}

template <class Each>
void for_each_line(std::string_view text, const Each& each) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    each(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

class Output {
 public:
  explicit Output(const char* path) : file_(std::fopen(path, "wb")) {
    if (file_ == nullptr) std::exit(1);
  }
  ~Output() { std::fclose(file_); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  void write(std::string_view bytes) { std::fwrite(bytes.data(), 1, bytes.size(), file_); }

 private:
  std::FILE* file_;
};

void word_count(const char* in, const char* out) {
  std::unordered_map<std::string_view, std::int64_t> counts;
  for_each_word(map_file(in), [&](std::string_view word) { ++counts[word]; });
  std::vector<std::pair<std::int64_t, std::string_view>> sorted;
  for (const auto& [word, count] : counts) sorted.emplace_back(count, word);
  std::sort(sorted.rbegin(), sorted.rend());
  Output output(out);
  for (const auto& [count, word] : sorted)
    output.write("(" + std::string(word) + "," + std::to_string(count) + ")\n");
}

struct Graph {
  std::unordered_map<std::string_view, std::size_t> ids;
  std::vector<std::string_view> names;
  std::vector<std::vector<std::size_t>> links;

  std::size_t id_of(std::string_view name) {
    const auto [entry, added] = ids.emplace(name, names.size());
    if (added) {
      names.push_back(name);
      links.emplace_back();
    }
    return entry->second;
  }
};

Graph read_graph(const char* path) {
  Graph graph;
  for_each_line(map_file(path), [&](std::string_view line) {
    if (line.empty() || line[0] == '#') return;
    std::size_t ends[2] = {0, 0};
    int field = 0;
    for_each_word(line, [&](std::string_view word) {
      if (field < 2) ends[field++] = graph.id_of(word);
    });
    graph.links[ends[0]].push_back(ends[1]);
  });
  for (auto& links : graph.links) {
    std::sort(links.begin(), links.end());
    links.erase(std::unique(links.begin(), links.end()), links.end());
  }
  return graph;
}

void page_rank(const char* in, int iterations) {
  const Graph graph = read_graph(in);
  const std::size_t n = graph.names.size();
  std::vector<double> ranks(n, 1.0);
  for (; iterations > 0; --iterations) {
    std::vector<double> given(n, 0.0);
    for (std::size_t page = 0; page < n; ++page)
      for (const std::size_t to : graph.links[page])
        given[to] += ranks[page] / static_cast<double>(graph.links[page].size());
    for (std::size_t page = 0; page < n; ++page) ranks[page] = 0.15 + 0.85 * given[page];
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(std::min(n, std::size_t{10})),
                    order.end(), [&](std::size_t a, std::size_t b) { return ranks[a] > ranks[b]; });
  for (std::size_t i = 0; i < std::min<std::size_t>(n, 10); ++i)
    std::printf("%s has rank: %.6f.\n", std::string(graph.names[order[i]]).c_str(), ranks[order[i]]);
}

struct Points {
  std::size_t dimensions = 0;
  std::vector<double> all;  // one behind the other
  std::size_t count() const { return all.size() / dimensions; }
  const double* at(std::size_t i) const { return all.data() + i * dimensions; }
};

Points read_points(const char* path) {
  Points points;
  for_each_line(map_file(path), [&](std::string_view line) {
    const std::size_t before = points.all.size();
    for_each_word(line, [&](std::string_view word) {
      double x = 0;
      std::from_chars(word.data(), word.data() + word.size(), x);
      points.all.push_back(x);
    });
    if (points.dimensions == 0) points.dimensions = points.all.size() - before;
  });
  return points;
}

std::pair<std::size_t, double> nearest(const std::vector<double>& centres, const double* point,
                                       std::size_t dimensions) {
  std::pair<std::size_t, double> best(0, INFINITY);
  for (std::size_t c = 0; c * dimensions < centres.size(); ++c) {
    double sum = 0;
    for (std::size_t i = 0; i < dimensions; ++i) {
      const double d = centres[c * dimensions + i] - point[i];
      sum += d * d;
    }
    if (sum < best.second) best = {c, sum};
  }
  return best;
}

void k_means(const char* in, std::size_t k, int iterations) {
  const Points points = read_points(in);
  const std::size_t d = points.dimensions;
  std::vector<double> centres(points.at(0), points.at(0) + d);
  while (centres.size() < k * d) {
    std::pair<double, std::size_t> farthest(-1, 0);
    for (std::size_t i = 0; i < points.count(); ++i)
      farthest = std::max(farthest, {nearest(centres, points.at(i), d).second, i});
    centres.insert(centres.end(), points.at(farthest.second), points.at(farthest.second) + d);
  }
  for (; iterations > 0; --iterations) {
    std::vector<double> sums(k * d, 0.0), counts(k, 0.0);
    for (std::size_t i = 0; i < points.count(); ++i) {
      const std::size_t c = nearest(centres, points.at(i), d).first;
      for (std::size_t j = 0; j < d; ++j) sums[c * d + j] += points.at(i)[j];
      ++counts[c];
    }
    for (std::size_t c = 0; c < k; ++c)
      for (std::size_t j = 0; j < d && counts[c] > 0; ++j)
        centres[c * d + j] = sums[c * d + j] / counts[c];
  }
  double error = 0;
  for (std::size_t i = 0; i < points.count(); ++i) error += nearest(centres, points.at(i), d).second;
  std::printf("WSSSE\t%.6g\n", error);
}

void tera_sort(const char* in, const char* out) {
  const std::string_view records = map_file(in);
  std::vector<const char*> order;
  for (std::size_t at = 0; at + 100 <= records.size(); at += 100) order.push_back(records.data() + at);
  std::sort(order.begin(), order.end(),
            [](const char* a, const char* b) { return std::memcmp(a, b, 10) < 0; });
  Output output(out);
  for (const char* record : order) output.write({record, 100});
}

}  // namespace

int main(int argc, char** argv) {
  const std::string job = argc > 3 ? argv[1] : "";
  if (job == "wordcount") return word_count(argv[2], argv[3]), 0;
  if (job == "pagerank") return page_rank(argv[2], std::atoi(argv[3])), 0;
  if (job == "kmeans" && argc > 4)
    return k_means(argv[2], std::strtoul(argv[3], nullptr, 10), std::atoi(argv[4])), 0;
  if (job == "terasort") return tera_sort(argv[2], argv[3]), 0;
  std::fprintf(stderr, "Usage: single_thread wordcount|pagerank|kmeans|terasort IN ...\n");
  return 2;
}
