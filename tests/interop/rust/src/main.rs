//! The Rust client hdfs-native, unmodified: URL SCENARIO… Prints "ok SCENARIO" for each; anything else is a
//! failure. It has neither hflush nor checksums of files.
use bytes::Bytes;
use hdfs_native::{Client, ClientBuilder, HdfsError, WriteOptions};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn expect(condition: bool, what: &str) -> Outcome {
    if condition { Ok(()) } else { Err(format!("not as expected: {what}").into()) }
}

fn data(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        })
        .collect()
}

async fn big_file(client: &Client) -> Outcome {
    let mut chunk = data(1 << 20, 7);
    let options = WriteOptions::default().replication(3).overwrite(true);
    let mut writer = client.create("/rust/big", options).await?;
    for i in 0..300usize {
        chunk[i] ^= 0xff;
        writer.write(Bytes::from(chunk.clone())).await?;
    }
    writer.close().await?;
    let mut reader = client.read("/rust/big").await?;
    expect(reader.file_length() == 300 << 20, "length")?;
    let mut expected = data(1 << 20, 7);
    for i in 0..300usize {
        expected[i] ^= 0xff;
        expect(reader.read(1 << 20).await? == expected, "a megabyte")?;
    }
    expect(reader.remaining() == 0, "the end")?;
    expect(reader.read_range(299 << 20, 1 << 20).await? == expected, "the last megabyte")
}

async fn append(client: &Client) -> Outcome {
    let mut all = data(1000, 1);
    let mut writer = client.create("/rust/append", WriteOptions::default().overwrite(true)).await?;
    writer.write(Bytes::from(all.clone())).await?;
    writer.close().await?;
    for length in [24usize, 513, 100_000] {
        let more = data(length, length as u64);
        let mut writer = client.append("/rust/append").await?;
        writer.write(Bytes::from(more.clone())).await?;
        writer.close().await?;
        all.extend_from_slice(&more);
        let mut reader = client.read("/rust/append").await?;
        expect(reader.read(all.len()).await? == all, "appended bytes")?;
    }
    Ok(())
}

async fn write(client: &Client, path: &str, content: &str) -> Outcome {
    let mut writer = client.create(path, WriteOptions::default().overwrite(true)).await?;
    writer.write(Bytes::from(content.to_owned())).await?;
    Ok(writer.close().await?)
}

async fn read(client: &Client, path: &str) -> Result<Bytes, HdfsError> {
    let mut reader = client.read(path).await?;
    reader.read(reader.file_length()).await
}

async fn rename_over(client: &Client) -> Outcome {
    write(client, "/rust/from", "new").await?;
    write(client, "/rust/to", "old content").await?;
    expect(client.rename("/rust/from", "/rust/to", false).await.is_err(), "a file stays unless asked")?;
    client.rename("/rust/from", "/rust/to", true).await?;
    expect(read(client, "/rust/to").await? == "new", "the new content")?;
    let gone = client.get_file_info("/rust/from").await;
    expect(matches!(gone, Err(HdfsError::FileNotFound(_))), "the source is gone")
}

/// 1,000 small files, and the deletion of their tree.
async fn namespace(client: &Client) -> Outcome {
    client.mkdirs("/rust/tree/a/b", 0o755, true).await?;
    for i in 0..1000 {
        write(client, &format!("/rust/tree/a/f{i}"), &format!("file {i}")).await?;
    }
    expect(read(client, "/rust/tree/a/f777").await? == "file 777", "content")?;
    expect(client.list_status("/rust/tree/a", false).await?.len() == 1001, "1,001 entries")?;
    client.rename("/rust/tree/a/f1", "/rust/tree/g1", false).await?;
    expect(
        matches!(client.get_file_info("/rust/tree/a/f1").await, Err(HdfsError::FileNotFound(_))),
        "the source is gone",
    )?;
    client.set_permission("/rust/tree/g1", 0o600).await?;
    expect(client.get_file_info("/rust/tree/g1").await?.permission == 0o600, "mode")?;
    expect(client.set_replication("/rust/tree/g1", 4).await?, "replication set")?;
    expect(client.create("/rust/tree/g1", WriteOptions::default()).await.is_err(), "create over a file")?;
    expect(client.get_content_summary("/rust/tree").await?.file_count == 1000, "1,000 files")?;
    expect(client.delete("/rust/tree", true).await?, "delete")?;
    expect(!client.delete("/rust/tree", true).await?, "deleted twice")
}

#[tokio::main]
async fn main() -> Outcome {
    let url = std::env::args().nth(1).ok_or("usage: interop hdfs://host:port")?;
    let client = ClientBuilder::new().with_url(&url).build()?;
    client.mkdirs("/rust", 0o755, true).await?;
    for scenario in std::env::args().skip(2) {
        match scenario.as_str() {
            "bigFile" => big_file(&client).await?,
            "append" => append(&client).await?,
            "renameOver" => rename_over(&client).await?,
            "namespace" => namespace(&client).await?,
            _ => return Err(format!("no such scenario: {scenario}").into()),
        }
        println!("ok {scenario}");
    }
    Ok(())
}
