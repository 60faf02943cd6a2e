package org.apache.hadoop.hdfs;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.security.UserGroupInformation;

/** Users that a test made up (UserGroupInformation.createUserForTesting) live in this JVM; daemons need telling. */
final class TestUsers {
  /** As hadoop.user.group.static.mapping.overrides wants it; empty when there are none. */
  static String overrides() {
    try {
      Map<String, String> users = new TreeMap<>();
      Object groups = read(UserGroupInformation.class, "groups", null);
      if (groups != null && groups.getClass().getSimpleName().equals("TestingGroups")) {
        ((Map<?, ?>) read(groups.getClass(), "userToGroupsMapping", groups)).forEach(
            (user, names) -> users.put((String) user, String.join(",", strings(names))));
      }
      Class<?> mock = Class.forName("org.apache.hadoop.hdfs.DFSTestUtil$MockUnixGroupsMapping");
      ((Map<?, ?>) read(mock, "fakeUser2GroupsMap", null)).forEach(
          (user, names) -> users.put((String) user, String.join(",", (String[]) names)));
      StringBuilder text = new StringBuilder();
      users.forEach((user, names) -> text.append(user).append('=').append(names).append(';'));
      return text.toString();
    } catch (ReflectiveOperationException other) {
      throw new IllegalStateException(other);
    }
  }

  private static Object read(Class<?> type, String field, Object of) throws ReflectiveOperationException {
    Field found = type.getDeclaredField(field);
    found.setAccessible(true);
    return found.get(of);
  }

  @SuppressWarnings("unchecked")
  private static Set<String> strings(Object names) {
    return (Set<String>) names;
  }
}
