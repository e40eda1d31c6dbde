using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Tests.Records;

public sealed class BlockTests
{
    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    [InlineData(5, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(1, int.MaxValue)]
    public void Bytes_outside_of_what_may_be_read_are_refused(int offset, int length)
    {
        using var block = new Block(64);

        Assert.Throws<ArgumentOutOfRangeException>(() => block.Read(offset, length, within: 10).Length);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(9, 1)]
    [InlineData(10, 0)]
    public void Bytes_within_are_read(int offset, int length)
    {
        using var block = new Block(64);
        "0123456789"u8.CopyTo(block.Span);

        Assert.Equal("0123456789"u8.Slice(offset, length), block.Read(offset, length, within: 10));
    }

    [Fact]
    public void Nothing_is_read_from_freed_memory()
    {
        var block = new Block(64);
        block.Dispose();

        Assert.Throws<ObjectDisposedException>(() => block.Read(0, 1, within: 64).Length);
        Assert.Throws<ObjectDisposedException>(() => block.Span.Length);
    }

    [Fact]
    public void A_chunk_claims_no_more_than_its_block_holds()
    {
        using var block = new Block(64);

        Assert.Throws<ArgumentOutOfRangeException>(() => new Chunk(block, new BlockPool(64, 1), 1, 0, 65, [], 0));
    }

    [Fact]
    public void A_record_that_the_batch_does_not_hold_is_refused()
    {
        var batch = RecordBatch.Rent(null, 1, BatchAttributes.Empty);

        Assert.Throws<ArgumentOutOfRangeException>(() => batch[0].Fate);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch[-1].Fate);
        batch.Release();
    }
}
